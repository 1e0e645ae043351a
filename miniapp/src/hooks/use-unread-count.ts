import { useEffect } from 'react';
import { useAccount } from '@/stores/account';
import { loadUnread, useUnread } from '@/stores/notices';
import { useShowAgain } from './use-show-again';

/** How many messages wait, asked anew each time the page shows; 0 while nobody is signed in. */
export function useUnreadCount(): number {
  const isSignedIn = useAccount((state) => state.isSignedIn);
  const unread = useUnread((state) => state.unread);
  useEffect(() => {
    if (isSignedIn) void loadUnread();
  }, [isSignedIn]);
  useShowAgain(() => {
    if (isSignedIn) void loadUnread();
  });
  return isSignedIn ? unread : 0;
}
