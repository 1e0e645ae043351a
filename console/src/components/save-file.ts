/** The browser needs the address until it has begun to save. */
const FORGET_MS = 60_000;

/** Hands a file of the server to the browser to be saved. */
export function saveFile({ fileName, type, base64 }: { fileName: string; type: string; base64: string }): void {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), FORGET_MS);
}
