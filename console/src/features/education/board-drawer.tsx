import type { NoticeBoard } from '@linkang/shared/api/education.routes';
import { boardFaults, boardLimits, LEDGER_WORDS_MAX } from '@linkang/shared/domain/education-ledger';
import { useQueryClient } from '@tanstack/react-query';
import { Form, Input, InputNumber } from 'antd';
import { educationApi } from '../../api/clients';
import { useSubmissionKey } from '../../api/use-submission-key';
import { useTell } from '../../components/use-tell';
import { todayDay } from '../../components/words';
import { LedgerDrawer } from './ledger-drawer';
import { filled } from './ledger-words';

interface BoardValues {
  name: string;
  place: string;
  area: number;
  height: number;
  since: string;
  until?: string;
}

const contentOf = ({ name, place, area, height, since }: BoardValues) => ({
  ...{ name: name.trim(), place: place.trim() },
  ...{ area, height, since },
});

function SizeFields() {
  return (
    <div className="field-row">
      <Form.Item
        name="area"
        label="面积（平方米）"
        extra="标准要求至少2平方米"
        rules={[{ required: true, message: '请填面积' }]}
      >
        <InputNumber style={{ width: '100%' }} {...boardLimits.area} step={0.1} precision={2} />
      </Form.Item>
      <Form.Item
        name="height"
        label="中心离地（米）"
        extra="标准要求1.5–1.6米"
        rules={[{ required: true, message: '请填高度' }]}
      >
        <InputNumber style={{ width: '100%' }} {...boardLimits.height} step={0.05} precision={2} />
      </Form.Item>
    </div>
  );
}

/** The form of a notice board. */
export function BoardDrawer({ board, onClose }: { board: NoticeBoard | null; onClose: () => void }) {
  const [form] = Form.useForm<BoardValues>();
  const queryClient = useQueryClient();
  const submission = useSubmissionKey();
  const tell = useTell();
  const save = async (values: BoardValues): Promise<void> => {
    const content = contentOf(values);
    const until = values.until || null;
    await (board
      ? educationApi.updateBoard({ params: { id: board.id }, body: { ...content, until, rev: board.rev } })
      : educationApi.createBoard({ body: content }, { idempotencyKey: submission.keyFor(content) }));
    submission.done();
    tell.done(`已保存 ${content.name}`);
    await queryClient.invalidateQueries({ queryKey: ['education'] });
  };
  return (
    <LedgerDrawer<BoardValues>
      title={board ? `宣传栏 ${board.name}` : '添加宣传栏'}
      form={form}
      initialValues={board ? { ...board, until: board.until ?? '' } : { since: todayDay() }}
      check={({ since, until }) => boardFaults({ since, until: until || null }, todayDay())}
      save={save}
      onClose={onClose}
    >
      <Form.Item name="name" label="名称" rules={filled('请填名称，例如：东门宣传栏')}>
        <Input maxLength={LEDGER_WORDS_MAX} />
      </Form.Item>
      <Form.Item name="place" label="在哪里" rules={filled('请写在哪里')}>
        <Input maxLength={LEDGER_WORDS_MAX} />
      </Form.Item>
      <SizeFields />
      <div className="field-row">
        <Form.Item name="since" label="哪天挂上" rules={[{ required: true, message: '请选日期' }]}>
          <Input type="date" />
        </Form.Item>
        {board && (
          <Form.Item name="until" label="哪天撤下（还挂着就空着）">
            <Input type="date" />
          </Form.Item>
        )}
      </div>
    </LedgerDrawer>
  );
}
