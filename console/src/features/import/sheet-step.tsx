import { IMPORT_MAX_BYTES } from '@linkang/shared/domain/import-sheet';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Progress } from 'antd';
import { useRef, useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router-dom';
import { ApiError, errorText } from '../../api/api-error';
import { uploadSheet } from '../../api/upload';
import { useSubmissionKey } from '../../api/use-submission-key';

const TOO_LARGE = `文件太大，最大 ${IMPORT_MAX_BYTES / 1024 / 1024} MB，请分成几个文件。`;

function useUploadSheet(onProgress: (percent: number) => void) {
  const key = useSubmissionKey();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (file: File) => {
      if (file.size > IMPORT_MAX_BYTES) throw new ApiError('PAYLOAD_TOO_LARGE', '文件太大', TOO_LARGE);
      return uploadSheet(file, key.keyFor([file.name, file.size, file.lastModified]), onProgress);
    },
    onSuccess: (run) => {
      key.done();
      void queryClient.invalidateQueries({ queryKey: ['imports'] });
      void navigate(`/imports/${run.id}`);
    },
  });
}

/** Chooses the sheet; it is read and compared before anything is changed. */
export function SheetStep({ template }: { template: ReactNode }) {
  const input = useRef<HTMLInputElement>(null);
  const [percent, setPercent] = useState(0);
  const upload = useUploadSheet(setPercent);
  return (
    <section className="panel" aria-labelledby="import-sheet">
      <h2 id="import-sheet">填表、上传</h2>
      <p>
        用模板填好，存成 .xlsx（也可以用
        .csv）。“姓名”和“身份证号”必填，其他列空着就不改。社区、团队和医生写中心设置里的全名。
      </p>
      <div className="button-row">
        {template}
        <Button type="primary" loading={upload.isPending} onClick={() => input.current?.click()}>
          选择填好的表格
        </Button>
      </div>
      <input
        ref={input}
        type="file"
        accept=".xlsx,.csv"
        style={{ display: 'none' }}
        aria-label="选择填好的表格"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) upload.mutate(file);
          // The same file may be chosen again after it was corrected.
          event.target.value = '';
        }}
      />
      {upload.isPending && <Progress percent={percent} aria-label="上传进度" style={{ marginTop: 12 }} />}
      <div role="alert">
        {upload.error && <Alert type="error" showIcon title={errorText(upload.error)} style={{ marginTop: 12 }} />}
      </div>
    </section>
  );
}
