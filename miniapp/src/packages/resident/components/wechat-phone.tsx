import { Button as WechatButton, type ButtonProps } from '@tarojs/components';
import type { ReactNode } from 'react';
import { authApi } from '@/api/clients';
import { Fault } from '@/components/fault';
import { useSubmit } from '@/hooks/use-submit';

/** Fills in the number that WeChat knows, after the person has agreed in WeChat's own window. */
export function WechatPhone({ onPhone }: { onPhone: (phone: string) => void }): ReactNode {
  const request = useSubmit((code: string) => authApi.phone({ body: { code } }));
  const read: ButtonProps['onGetPhoneNumber'] = ({ detail }) => {
    // Without a code the person has refused, and types it.
    if (!detail.code) return;
    void request.submit(detail.code).then((reply) => reply && onPhone(reply.phone));
  };
  return (
    <>
      <WechatButton
        className="btn btn-plain"
        openType="getPhoneNumber"
        disabled={request.isBusy}
        onGetPhoneNumber={read}
      >
        {request.isBusy ? '正在读取…' : '用微信的手机号'}
      </WechatButton>
      <Fault text={request.error && (request.error.fields[0]?.message ?? request.error.detail)} />
    </>
  );
}
