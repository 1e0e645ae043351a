import { create } from 'zustand';
import { noticeApi } from '@/api/clients';
import { onSignInEnd } from '@/api/tokens';

/** How many messages the account has not read; the last number known. */
export const useUnread = create<{ unread: number }>(() => ({ unread: 0 }));

/** Takes over a number that the server has told. */
export const setUnread = (unread: number): void => useUnread.setState({ unread });

onSignInEnd(() => setUnread(0));

/** Asks how many are unread; without network the last number stays. */
export const loadUnread = (): Promise<void> =>
  noticeApi.unread({}).then(
    ({ unread }) => setUnread(unread),
    () => undefined,
  );
