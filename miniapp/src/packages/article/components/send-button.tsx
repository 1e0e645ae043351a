import { Button as TaroButton } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { useState, type ReactNode } from 'react';
import { Button } from '@/components/button';
import { Live } from '@/components/live';
import { routes } from '@/routes';

const CopyLink = ({ id, title }: { id: string; title: string }): ReactNode => {
  const [said, setSaid] = useState('');
  const copy = async (): Promise<void> => {
    const link = `${window.location.origin}${window.location.pathname}#${routes.article(id)}`;
    try {
      await Taro.setClipboardData({ data: `${title}\n${link}` });
      setSaid('链接已复制，打开微信发给家人就行');
    } catch {
      setSaid('这个浏览器不能复制，请把这一页截图发给家人');
    }
  };
  return (
    <>
      <Button kind="plain" onPress={() => void copy()}>
        复制链接发给家人
      </Button>
      <Live>{said}</Live>
    </>
  );
};

/** Sends an article to the family: by WeChat, or as a link to be pasted. */
export const SendButton = (props: { id: string; title: string }): ReactNode =>
  // Asked here and not by `isH5`, so that the build for the browser leaves WeChat's button out.
  process.env.TARO_ENV === 'h5' ? (
    <CopyLink {...props} />
  ) : (
    <TaroButton className="btn btn-plain" openType="share">
      发给家人
    </TaroButton>
  );
