import type { EducationMaterial } from '@linkang/shared/api/education.routes';
import {
  LEDGER_COPIES_MAX,
  LEDGER_WORDS_MAX,
  materialSorts,
  type MaterialSort,
} from '@linkang/shared/domain/education-ledger';
import { useQueryClient } from '@tanstack/react-query';
import { Form, Input, InputNumber, Switch } from 'antd';
import { educationApi } from '../../api/clients';
import { useSubmissionKey } from '../../api/use-submission-key';
import { useTell } from '../../components/use-tell';
import { LedgerDrawer } from './ledger-drawer';
import { filled } from './ledger-words';

interface MaterialValues {
  name: string;
  topic: string;
  refillAt: number;
  active: boolean;
}

interface MaterialDrawerProps {
  sort: MaterialSort;
  material: EducationMaterial | null;
  onClose: () => void;
}

/** Copies at which one usually orders. */
const USUAL_REFILL = 50;

/** The form of a kind of material. */
export function MaterialDrawer({ sort, material, onClose }: MaterialDrawerProps) {
  const [form] = Form.useForm<MaterialValues>();
  const queryClient = useQueryClient();
  const submission = useSubmissionKey();
  const tell = useTell();
  const save = async ({ name, topic, refillAt, active }: MaterialValues): Promise<void> => {
    const content = { name: name.trim(), topic: topic.trim(), refillAt: sort === 'av' ? 0 : refillAt };
    const body = { sort, ...content };
    await (material
      ? educationApi.updateMaterial({ params: { id: material.id }, body: { ...content, active, rev: material.rev } })
      : educationApi.createMaterial({ body }, { idempotencyKey: submission.keyFor(body) }));
    submission.done();
    tell.done(`已保存 ${content.name}`);
    await queryClient.invalidateQueries({ queryKey: ['education'] });
  };
  return (
    <LedgerDrawer<MaterialValues>
      title={material ? material.name : `添加${materialSorts[sort]}`}
      form={form}
      initialValues={material ?? { refillAt: USUAL_REFILL, active: true }}
      check={() => []}
      save={save}
      onClose={onClose}
    >
      <Form.Item name="name" label="名称" rules={filled('请填名称，例如：高血压防治折页')}>
        <Input maxLength={LEDGER_WORDS_MAX} />
      </Form.Item>
      <Form.Item name="topic" label="讲什么" rules={filled('请写讲什么，例如：高血压')}>
        <Input maxLength={LEDGER_WORDS_MAX} />
      </Form.Item>
      {sort === 'print' && (
        <Form.Item
          name="refillAt"
          label="剩几份时提醒补充"
          rules={[{ required: true, message: '请填数字，不提醒就写 0' }]}
        >
          <InputNumber min={0} max={LEDGER_COPIES_MAX} precision={0} />
        </Form.Item>
      )}
      {material && (
        <Form.Item name="active" label="还在用" extra="关闭后不再提醒补充，以前的记录照样计入" valuePropName="checked">
          <Switch />
        </Form.Item>
      )}
    </LedgerDrawer>
  );
}
