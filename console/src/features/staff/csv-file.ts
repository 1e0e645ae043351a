import { ApiError } from '../../api/api-error';

const MAX_BYTES = 256 * 1024;

/** Hands a table to the browser to be saved. */
export function saveTable(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers read it only after the click is over.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A file as the API takes it. @throws ApiError for one that is too large */
export function readBase64(file: File): Promise<string> {
  if (file.size > MAX_BYTES)
    return Promise.reject(new ApiError('PAYLOAD_TOO_LARGE', '文件太大', '文件太大，最大 256 KB，请分成几个文件。'));
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(new ApiError('INTERNAL', '读不了文件', '这个文件读不了，请重新选择。'));
    reader.readAsDataURL(file);
  });
}
