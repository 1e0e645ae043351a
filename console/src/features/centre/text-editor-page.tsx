import type { LegalText } from '@linkang/shared/api/contract.routes';
import { textKinds, type TextKind } from '@linkang/shared/api/settings';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input } from 'antd';
import { Link, useParams } from 'react-router-dom';
import { contractApi } from '../../api/clients';
import { EmptyNote } from '../../components/empty-note';
import { QueryView } from '../../components/query-view';
import { useTell } from '../../components/use-tell';
import { checkText, textNames } from './setting-check';
import { SettingForm } from './setting-form';
import { TextPreview } from './text-preview';
import { TextVersions } from './text-versions';
import { useSettingForm } from './use-setting-form';
import { useTexts } from './use-texts';

const HINT =
  '每段写在 <p> 和 </p> 之间，标题用 <h2> 或 <h3>，列表用 <ul><li>。{{centreName}}、{{centrePhone}}、{{centreAddress}} 会换成中心的名称、电话、地址。';

const readAgain = async (kind: TextKind): Promise<LegalText | undefined> =>
  (await contractApi.texts({})).items.find((text) => text.kind === kind);

/** Asks, then publishes the draft. */
function usePublishing(text: LegalText) {
  const { modal } = App.useApp();
  const queryClient = useQueryClient();
  const tell = useTell();
  const publish = useMutation({
    mutationFn: () => contractApi.publishText({ params: { id: text.kind }, body: { rev: text.rev } }),
    onSuccess: ({ published }) => tell.done(`已发布，现行版本是 ${published.version}`),
    onError: tell.failed,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['settings'] }),
  });
  return () =>
    void modal.confirm({
      title: `发布新的${textNames[text.kind]}？`,
      content: '发布后不能再改这个版本；已经签过的人仍按他们签的版本，以后签的人看到新版本。',
      okText: '确认发布',
      cancelText: '返回',
      onOk: () => publish.mutateAsync().catch(() => undefined),
    });
}

function TextForm({ text }: { text: LegalText }) {
  const queryClient = useQueryClient();
  const tell = useTell();
  const publish = usePublishing(text);
  const { title, html } = text.draft ?? text.published;
  const state = useSettingForm({
    draftKey: `text.${text.kind}`,
    loaded: { title, html },
    check: (values) => checkText(text.rev, values),
    save: async (body, force) => {
      const rev = force ? ((await readAgain(text.kind))?.rev ?? text.rev) : text.rev;
      return contractApi.saveTextDraft({ params: { id: text.kind }, body: { ...body, rev } });
    },
    onSaved: async () => {
      tell.done('草稿已保存，发布后才生效');
      await queryClient.invalidateQueries({ queryKey: ['settings', 'texts'] });
    },
  });
  const words = { title: Form.useWatch('title', state.form) ?? title, html: Form.useWatch('html', state.form) ?? html };
  return (
    <div className="text-editor">
      <SettingForm
        state={state}
        saveText="存草稿"
        extraButtons={
          <Button disabled={!text.draft || state.dirty} onClick={publish}>
            发布草稿
          </Button>
        }
      >
        <Form.Item name="title" label="标题" rules={[{ required: true, whitespace: true, message: '请写标题' }]}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name="html" label="正文" extra={HINT} rules={[{ required: true, message: '请写正文' }]}>
          <Input.TextArea rows={22} maxLength={60_000} />
        </Form.Item>
      </SettingForm>
      <TextPreview {...words} />
    </div>
  );
}

/** One legal text: draft, preview, publishing, and what was published. */
export function TextEditorPage() {
  const { kind = '' } = useParams();
  const query = useTexts();
  const known = textKinds.find((name) => name === kind);
  if (!known) return <EmptyNote text="没有这份文本" />;
  return (
    <>
      <section className="panel" aria-labelledby="text-editor">
        <p>
          <Link to="/settings/texts">返回协议与同意书</Link>
        </p>
        <h2 id="text-editor">{textNames[known]}</h2>
        <QueryView query={query}>
          {({ items }) =>
            items
              .filter((text) => text.kind === known)
              .map((text) => <TextForm key={`${text.kind}.${text.rev}`} text={text} />)
          }
        </QueryView>
      </section>
      <TextVersions kind={known} />
    </>
  );
}
