import { useState, type ReactNode } from 'react';
import { readingApi } from '@/api/clients';
import { Button } from '@/components/button';
import { Live } from '@/components/live';
import { ErrorBox } from '@/components/states';
import { useLoad } from '@/hooks/use-load';
import { useSubmit } from '@/hooks/use-submit';
import { open, routes } from '@/routes';
import { useAccount } from '@/stores/account';

/** Keeps an article among the reader's own, or lets it go. */
export function KeepButton({ id }: { id: string }): ReactNode {
  const isSignedIn = useAccount((state) => state.isSignedIn);
  const load = useLoad(isSignedIn ? `favourite.${id}` : undefined, () => readingApi.isFavourite({ params: { id } }));
  const [changed, setChanged] = useState<boolean>();
  const { isBusy, error, submit } = useSubmit((kept: boolean) => readingApi.keep({ params: { id }, body: { kept } }));
  const isKept = changed ?? load.data?.kept ?? false;
  const press = async (): Promise<void> => {
    if (!isSignedIn) return open(routes.signIn());
    const reply = await submit(!isKept);
    if (reply) setChanged(reply.kept);
  };
  return (
    <>
      <Button kind="plain" icon={isKept ? 'check' : 'book'} isBusy={isBusy} onPress={() => void press()}>
        {isKept ? '已收藏，点一下取消' : '收藏这篇文章'}
      </Button>
      <Live>{changed === undefined ? '' : changed ? '已收藏，在“我的—我的阅读”里能找到' : '已取消收藏'}</Live>
      {error ? <ErrorBox error={error} onRetry={() => void press()} /> : null}
    </>
  );
}
