import type { Template } from '@linkang/shared/api/schedule.routes';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Drawer, Form } from 'antd';
import { useState } from 'react';
import { errorText, hasCode } from '../../api/api-error';
import { scheduleApi } from '../../api/clients';
import { useSubmissionKey } from '../../api/use-submission-key';
import { faultsOf, faultText, showFaults } from '../../components/form-faults';
import { useTell } from '../../components/use-tell';
import { dayText } from '../../components/words';
import { TemplateFields } from './template-fields';
import { checkTemplate, fieldOfPath, valuesOf, type TemplateBody, type TemplateValues } from './template-form';
import { templateTitle, useRefresh } from './use-schedule';

const CONFLICT_WORDS = '这个模板刚刚被别人改过，没有保存。请关闭后重新打开再改。';
/** Where faults that depend on other fields are shown. */
const crossFields = ['endTime', 'quotas', 'validToDay'] as const;

/** What the drawer is opened for: a new template, a copy of one, or a change. */
export type TemplateTask = { kind: 'new' } | { kind: 'copy' | 'change'; template: Template };

function useSaveTemplate(task: TemplateTask, onSaved: () => void) {
  const submission = useSubmissionKey();
  const refresh = useRefresh();
  const tell = useTell();
  return useMutation({
    mutationFn: (body: TemplateBody) =>
      task.kind === 'change'
        ? scheduleApi.updateTemplate({ params: { id: task.template.id }, body: { ...body, rev: task.template.rev } })
        : scheduleApi.createTemplate({ body }, { idempotencyKey: submission.keyFor(body) }),
    onSuccess: async (template) => {
      submission.done();
      tell.done(`已保存：${templateTitle(template)}`);
      onSaved();
      await refresh();
    },
  });
}

const titleOf = (task: TemplateTask): string =>
  task.kind === 'new' ? '添加模板' : `${task.kind === 'copy' ? '复制' : '修改'}：${templateTitle(task.template)}`;

/** Says which days a change does not reach. */
function MadeNote({ task }: { task: TemplateTask }) {
  const madeToDay = task.kind === 'change' && task.template.madeToDay;
  if (!madeToDay) return null;
  const title = `到 ${dayText(madeToDay)} 为止的场次已经生成，不会跟着改；之后的日子按新内容生成。`;
  return <Alert type="info" showIcon title={title} style={{ marginBottom: 16 }} />;
}

/** The form of a template. */
export function TemplateDrawer({ task, onClose }: { task: TemplateTask; onClose: () => void }) {
  const [form] = Form.useForm<TemplateValues>();
  const [loose, setLoose] = useState<string[]>([]);
  const save = useSaveTemplate(task, onClose);
  const show = (faults: Parameters<typeof showFaults>[1]): void =>
    setLoose(showFaults(form, faults, fieldOfPath).map(faultText));
  const submit = (values: TemplateValues): void => {
    setLoose([]);
    const checked = checkTemplate(values);
    if (checked.faults) return show(checked.faults);
    save.mutate(checked.body, { onError: (error) => show(faultsOf(error)) });
  };
  const refusal = hasCode(save.error, 'STATE_CONFLICT') ? CONFLICT_WORDS : save.error && errorText(save.error);
  const failure = loose.length > 0 ? loose.join('；') : refusal;
  return (
    <Drawer
      open
      title={titleOf(task)}
      size={600}
      onClose={onClose}
      mask={{ closable: false }}
      afterOpenChange={(isOpen) => isOpen && form.focusField('serviceCode')}
      footer={
        <div className="button-row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>取消</Button>
          <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
            保存
          </Button>
        </div>
      }
    >
      <MadeNote task={task} />
      {failure && <Alert type="error" showIcon title={failure} style={{ marginBottom: 16 }} />}
      <Form<TemplateValues>
        form={form}
        layout="vertical"
        scrollToFirstError={{ focus: true }}
        initialValues={valuesOf(task.kind === 'new' ? null : task.template)}
        // Faults between several fields end when any of them changes.
        onValuesChange={() => form.setFields(crossFields.map((name) => ({ name, errors: [] })))}
        onFinish={submit}
      >
        <TemplateFields form={form} />
        <button type="submit" hidden />
      </Form>
    </Drawer>
  );
}
