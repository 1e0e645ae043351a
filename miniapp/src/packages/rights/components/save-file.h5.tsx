import type { ReactNode } from 'react';
import { Button } from '@/components/button';
import type { SaveFileProps } from './save-file';

/** In a browser the copy is downloaded. */
export function SaveFile({ fileName, json, html }: SaveFileProps): ReactNode {
  const save = (ending: string, type: string, text: string): void => {
    const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `${fileName}.${ending}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  };
  return (
    <>
      <Button onPress={() => save('html', 'text/html', html)}>下载网页文件</Button>
      <Button kind="plain" onPress={() => save('json', 'application/json', json)}>
        下载资料文件
      </Button>
    </>
  );
}
