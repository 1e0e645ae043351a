import type { EducationMaterial, MaterialEntry } from '@linkang/shared/api/education.routes';
import {
  entryFaults,
  entryKinds,
  LEDGER_COPIES_MAX,
  LEDGER_WORDS_MAX,
  type EntryKind,
} from '@linkang/shared/domain/education-ledger';
import { useQueryClient } from '@tanstack/react-query';
import { Form, Input, InputNumber } from 'antd';
import { educationApi } from '../../api/clients';
import { useSubmissionKey } from '../../api/use-submission-key';
import { useTell } from '../../components/use-tell';
import { todayDay } from '../../components/words';
import { LedgerDrawer } from './ledger-drawer';
import { filled } from './ledger-words';

interface EntryValues {
  day: string;
  toDay?: string;
  copies?: number;
  occasion: string;
}

interface EntryDrawerProps {
  material: EducationMaterial;
  kind: EntryKind;
  /** The one to correct; null for a new one. */
  entry: MaterialEntry | null;
  onClose: () => void;
}

const occasionWords: Record<EntryKind, { label: string; example: string }> = {
  received: { label: '从哪里来', example: '例如：区疾控中心领取' },
  handed: { label: '在什么场合发', example: '例如：5月17日高血压日义诊' },
  shown: { label: '在哪里放', example: '例如：一楼候诊区' },
};

const contentOf = (kind: EntryKind, { day, toDay, copies, occasion }: EntryValues) => ({
  day,
  toDay: kind === 'shown' ? toDay || null : null,
  copies: kind === 'shown' ? null : (copies ?? null),
  occasion: occasion.trim(),
});

const initialOf = (entry: MaterialEntry | null): Partial<EntryValues> =>
  entry
    ? {
        day: entry.day,
        toDay: entry.toDay ?? '',
        occasion: entry.occasion,
        ...(entry.copies === null ? {} : { copies: entry.copies }),
      }
    : { day: todayDay() };

/** The form of a line of a material's ledger. */
export function EntryDrawer({ material, kind, entry, onClose }: EntryDrawerProps) {
  const [form] = Form.useForm<EntryValues>();
  const queryClient = useQueryClient();
  const submission = useSubmissionKey();
  const tell = useTell();
  const { label, example } = occasionWords[kind];
  const save = async (values: EntryValues): Promise<void> => {
    const content = contentOf(kind, values);
    const body = { kind, ...content };
    await (entry
      ? educationApi.updateEntry({ params: { id: entry.id }, body: { ...content, rev: entry.rev } })
      : educationApi.addEntry(
          { params: { id: material.id }, body },
          { idempotencyKey: submission.keyFor([material.id, body]) },
        ));
    submission.done();
    tell.done('已登记');
    await queryClient.invalidateQueries({ queryKey: ['education'] });
  };
  return (
    <LedgerDrawer<EntryValues>
      title={`${entry ? '更正' : '登记'}${entryKinds[kind]}：${material.name}`}
      form={form}
      initialValues={initialOf(entry)}
      check={(values) => entryFaults(material.sort, { kind, ...contentOf(kind, values) }, todayDay())}
      save={save}
      onClose={onClose}
    >
      <div className="field-row">
        <Form.Item
          name="day"
          label={kind === 'shown' ? '从哪天放' : '哪天'}
          rules={[{ required: true, message: '请选日期' }]}
        >
          <Input type="date" />
        </Form.Item>
        {kind === 'shown' && (
          <Form.Item name="toDay" label="放到哪天（只放一天就空着）">
            <Input type="date" />
          </Form.Item>
        )}
      </div>
      {kind !== 'shown' && (
        <Form.Item name="copies" label="份数" rules={[{ required: true, message: '请填份数' }]}>
          <InputNumber min={1} max={LEDGER_COPIES_MAX} precision={0} />
        </Form.Item>
      )}
      <Form.Item name="occasion" label={label} extra={example} rules={filled(`请写${label}`)}>
        <Input maxLength={LEDGER_WORDS_MAX} />
      </Form.Item>
    </LedgerDrawer>
  );
}
