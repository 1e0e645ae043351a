import { UploadOutlined } from '@ant-design/icons';
import type { Picture } from '@linkang/shared/api/file.routes';
import { Alert, Button, Progress } from 'antd';
import type { ReactNode } from 'react';
import { useRef } from 'react';
import { PICTURE_TYPES } from '../api/upload';
import type { Upload } from './use-upload';

interface PictureFieldProps {
  upload: Upload;
  /** What the button says. */
  text: string;
  onPicture: (picture: Picture) => void;
  /** Beside the button. */
  children?: ReactNode;
}

/** A button that chooses a picture and uploads it, with its progress and what went wrong. */
export function PictureField({ upload, text, onPicture, children }: PictureFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const choose = async (file: File | undefined): Promise<void> => {
    const picture = file ? await upload.start(file) : null;
    if (picture) onPicture(picture);
  };
  return (
    <div>
      <div className="button-row">
        <Button
          icon={<UploadOutlined aria-hidden />}
          loading={upload.percent !== null}
          onClick={() => input.current?.click()}
        >
          {text}
        </Button>
        {children}
      </div>
      <input
        ref={input}
        type="file"
        accept={PICTURE_TYPES}
        // The form's own style would show a field that is only `hidden`.
        style={{ display: 'none' }}
        aria-label={text}
        onChange={(event) => {
          void choose(event.target.files?.[0]);
          // The same file may be chosen again.
          event.target.value = '';
        }}
      />
      <div role="status">
        {upload.percent !== null && <Progress percent={upload.percent} size="small" aria-label="上传进度" />}
      </div>
      {upload.failure && <Alert type="error" showIcon title={upload.failure} style={{ marginTop: 8 }} />}
    </div>
  );
}
