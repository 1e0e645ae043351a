import { CameraOutlined } from '@ant-design/icons';
import { PAPER_MAX_BYTES } from '@linkang/shared/api/contract-proof';
import { Alert, Button } from 'antd';
import { useRef, useState } from 'react';
import { PICTURE_TYPES } from '../../api/upload';

const TOO_LARGE = `照片太大，最大 ${PAPER_MAX_BYTES / 1024 / 1024} MB，请缩小后再选。`;

const readFile = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(new Error('unreadable'));
    reader.readAsDataURL(file);
  });

interface PaperFieldProps {
  value?: string | undefined;
  onChange?: (dataUrl: string) => void;
}

/** Takes the photo of the signed paper; it stays on this page until the form is sent. */
export function PaperField({ value, onChange }: PaperFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState<string>();
  const take = async (file: File): Promise<void> => {
    if (file.size > PAPER_MAX_BYTES) return setFault(TOO_LARGE);
    try {
      onChange?.(await readFile(file));
      setFault(undefined);
    } catch {
      setFault('照片读不出来，请再选一次。');
    }
  };
  return (
    <div>
      <Button icon={<CameraOutlined aria-hidden />} onClick={() => input.current?.click()}>
        {value === undefined ? '拍照或选择照片' : '换一张照片'}
      </Button>
      <input
        ref={input}
        type="file"
        accept={PICTURE_TYPES}
        // The form's own style would show a field that is only `hidden`.
        style={{ display: 'none' }}
        aria-label="协议照片"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) void take(file);
          // The same file may be chosen again.
          event.target.value = '';
        }}
      />
      {fault && <Alert type="error" showIcon title={fault} style={{ marginTop: 8 }} />}
      {value !== undefined && <img src={value} alt="签好的纸质协议" className="signature" style={{ marginTop: 8 }} />}
    </div>
  );
}
