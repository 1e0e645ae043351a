import { exportApi } from '../../api/clients';

/** The browser needs the address until it has begun to save. */
const FORGET_MS = 60_000;

/** Gets a file and hands it to the browser to be saved. */
export async function saveFile(id: string): Promise<void> {
  const { fileName, type, base64 } = await exportApi.open({ params: { id } });
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), FORGET_MS);
}
