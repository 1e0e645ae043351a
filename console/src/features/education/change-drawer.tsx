import type { BoardChange, NoticeBoard } from '@linkang/shared/api/education.routes';
import { changeFaults, LEDGER_WORDS_MAX } from '@linkang/shared/domain/education-ledger';
import { useQueryClient } from '@tanstack/react-query';
import { Form, Input } from 'antd';
import { educationApi } from '../../api/clients';
import { useSubmissionKey } from '../../api/use-submission-key';
import { PictureField } from '../../components/picture-field';
import { useTell } from '../../components/use-tell';
import { useUpload } from '../../components/use-upload';
import { todayDay } from '../../components/words';
import { LedgerDrawer } from './ledger-drawer';
import { filled } from './ledger-words';

interface ChangeValues {
  day: string;
  topic: string;
  fileId: string;
}

/** The photo of a board, as a field of the form. */
function PhotoInput({ value, onChange }: { value?: string; onChange?: (fileId: string) => void }) {
  const upload = useUpload();
  return (
    <div>
      {value && <img className="education-photo" src={`/api/v1/files/${value}?w=640`} alt="现在的照片" />}
      <PictureField upload={upload} text={value ? '换一张照片' : '选照片'} onPicture={({ id }) => onChange?.(id)} />
    </div>
  );
}

interface ChangeDrawerProps {
  board: NoticeBoard;
  change: BoardChange | null;
  onClose: () => void;
}

/** The form of new contents of a board. */
export function ChangeDrawer({ board, change, onClose }: ChangeDrawerProps) {
  const [form] = Form.useForm<ChangeValues>();
  const queryClient = useQueryClient();
  const submission = useSubmissionKey();
  const tell = useTell();
  const save = async ({ day, topic, fileId }: ChangeValues): Promise<void> => {
    const body = { day, topic: topic.trim(), fileId };
    await (change
      ? educationApi.updateChange({ params: { id: change.id }, body: { ...body, rev: change.rev } })
      : educationApi.addChange(
          { params: { id: board.id }, body },
          { idempotencyKey: submission.keyFor([board.id, body]) },
        ));
    submission.done();
    tell.done('已登记');
    await queryClient.invalidateQueries({ queryKey: ['education'] });
  };
  return (
    <LedgerDrawer<ChangeValues>
      title={change ? '更正这次更换' : `登记更换：${board.name}`}
      form={form}
      initialValues={change ?? { day: todayDay() }}
      check={({ day }) => changeFaults(day, board, todayDay())}
      save={save}
      onClose={onClose}
    >
      <Form.Item name="day" label="哪天换的" rules={[{ required: true, message: '请选日期' }]}>
        <Input type="date" />
      </Form.Item>
      <Form.Item name="topic" label="主题" rules={filled('请写主题，例如：高血压日常管理')}>
        <Input maxLength={LEDGER_WORDS_MAX} />
      </Form.Item>
      <Form.Item name="fileId" label="照片" rules={[{ required: true, message: '请选一张更换后的照片' }]}>
        <PhotoInput />
      </Form.Item>
    </LedgerDrawer>
  );
}
