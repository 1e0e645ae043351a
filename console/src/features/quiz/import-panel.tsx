import { MAX_QUIZ_SHEET_BYTES, quizColumns } from '@linkang/shared/domain/quiz-rules';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Upload } from 'antd';
import { ApiError, errorText } from '../../api/api-error';
import { quizApi } from '../../api/clients';
import { saveFile } from '../../components/save-file';

/** A file as the API takes it. @throws ApiError for one that is too large or cannot be read */
function readFile(file: File): Promise<string> {
  if (file.size > MAX_QUIZ_SHEET_BYTES)
    return Promise.reject(new ApiError('PAYLOAD_TOO_LARGE', '文件太大', '文件太大，最大 1 MB，请分成几个文件。'));
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(new ApiError('INTERNAL', '读不了文件', '这个文件读不了，请重新选择。'));
    reader.readAsDataURL(file);
  });
}

/** The empty sheet, with the mark by which spreadsheets know its letters. */
const template = {
  fileName: '题库模板.csv',
  type: 'text/csv',
  base64: btoa(String.fromCharCode(...new TextEncoder().encode(`\uFEFF${Object.values(quizColumns).join(',')}\r\n`))),
};

/** Questions from a sheet, with what is wrong row by row. */
export function ImportPanel() {
  const queryClient = useQueryClient();
  const run = useMutation({
    mutationFn: async (file: File) => quizApi.importQuestions({ body: { file: await readFile(file) } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['quiz-questions'] }),
  });
  return (
    <section className="panel stack" aria-label="从表格导入">
      <h2>从表格导入</h2>
      <div className="button-row">
        <Button onClick={() => saveFile(template)}>下载模板</Button>
        <Upload
          accept=".xlsx,.csv"
          showUploadList={false}
          beforeUpload={(file) => {
            run.mutate(file);
            return false;
          }}
        >
          <Button loading={run.isPending}>选表格导入</Button>
        </Upload>
      </div>
      {run.error && <Alert type="error" showIcon title={errorText(run.error)} />}
      {run.data && (
        <Alert
          role="status"
          type={run.data.faults.length > 0 ? 'warning' : 'success'}
          showIcon
          title={`导入了${run.data.added}道，题库里已有${run.data.known}道，有错没导入${run.data.faults.length}道`}
          description={run.data.faults.map(({ line, says }) => (
            <p key={line}>{`第${line}行：${says}`}</p>
          ))}
        />
      )}
    </section>
  );
}
