import type { FollowupRoutes } from '@linkang/shared/api/followup.routes';
import type { CallInput } from '@linkang/shared/api/route';
import { addDays } from '@linkang/shared/domain/clinic-day';
import {
  FOLLOW_UP_WORDS_MAX,
  highRiskProgrammes,
  isSensitive,
  longestInterval,
  programmeCodes,
  recallDays,
} from '@linkang/shared/domain/follow-up-visit';
import { chronicProgrammes } from '@linkang/shared/domain/tables/chronic-all';
import { htnScreening } from '@linkang/shared/domain/tables/screening-htn';
import { t2dmScreening } from '@linkang/shared/domain/tables/screening-t2dm';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal, Radio, Select } from 'antd';
import { followupApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { useSubmissionKey } from '../../api/use-submission-key';
import { clearFaults, faultsOf, showFaults } from '../../components/form-faults';
import { useTell } from '../../components/use-tell';
import { todayDay } from '../../components/words';
import { programmeNames } from './followup-words';

type Body = CallInput<FollowupRoutes['enrol']>['body'];
type Values = Omit<Body, 'taskId'>;

const FIRST_DAYS = 14;
const screenings = { HTN: htnScreening, T2DM: t2dmScreening } as const;

/** The first and the last day that may be chosen. */
function daysFor({ programme, kind }: Partial<Values>, today: string): { min: string; max: string } {
  const risky = highRiskProgrammes.find((code) => code === programme);
  const days =
    kind === 'highRisk' && risky
      ? recallDays(screenings[risky])
      : longestInterval(chronicProgrammes[programme ?? 'HTN']);
  return { min: today, max: addDays(today, days) };
}

interface EnrolDialogProps {
  residentId: string;
  /** The programme and the task that led here, if any. */
  programme: string | null;
  taskId: string | null;
  onClose: () => void;
}

function useEnrol({ residentId, taskId, onClose }: EnrolDialogProps) {
  const queryClient = useQueryClient();
  const tell = useTell();
  const submission = useSubmissionKey();
  return useMutation({
    mutationFn: (values: Values) => {
      const body: Body = { ...values, ...(taskId === null ? {} : { taskId }) };
      if (!body.note) delete body.note;
      return followupApi.enrol({ params: { id: residentId }, body }, { idempotencyKey: submission.keyFor(body) });
    },
    onSuccess: async ({ programmeName }) => {
      submission.done();
      tell.done(`已纳入${programmeName}管理`);
      await queryClient.invalidateQueries({ queryKey: ['follow-ups-of', residentId] });
      onClose();
    },
    onError: tell.failed,
  });
}

/** Takes a person into a programme, by a doctor. */
export function EnrolDialog(props: EnrolDialogProps) {
  const { programme, onClose } = props;
  const [form] = Form.useForm<Values>();
  const enrol = useEnrol(props);
  const chosen = Form.useWatch([], form) as Partial<Values> | undefined;
  const rights = useAccount()?.rights ?? [];
  const today = todayDay();
  const offered = programmeCodes.filter((code) => !isSensitive(code) || rights.includes('sensitiveFlags'));
  const days = daysFor(chosen ?? {}, today);
  const initial = offered.find((code) => code === programme) ?? 'HTN';
  return (
    <Modal
      open
      title="纳入慢病管理"
      okText="纳入管理"
      cancelText="返回"
      okButtonProps={{ loading: enrol.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ programme: initial, kind: 'managed', firstDueDay: addDays(today, FIRST_DAYS) }}
        onValuesChange={(changed: object) => clearFaults(form, changed)}
        onFinish={(values) => enrol.mutate(values, { onError: (error) => void showFaults(form, faultsOf(error)) })}
      >
        <Form.Item name="programme" label="哪种病">
          <Select options={offered.map((value) => ({ value, label: programmeNames[value] }))} />
        </Form.Item>
        <Form.Item name="kind" label="患者还是高危人群">
          <Radio.Group
            options={[
              { value: 'managed', label: '已确诊的患者' },
              { value: 'highRisk', label: '高危人群' },
            ]}
          />
        </Form.Item>
        <Form.Item name="firstDueDay" label="第一次随访最晚哪天" rules={[{ required: true, message: '请选择日期' }]}>
          <Input type="date" min={days.min} max={days.max} />
        </Form.Item>
        <Form.Item name="note" label="说明（可不填）">
          <Input.TextArea rows={2} showCount maxLength={FOLLOW_UP_WORDS_MAX} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
