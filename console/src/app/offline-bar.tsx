import { onlineManager } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

const subscribe = (listener: () => void): (() => void) => onlineManager.subscribe(listener);

/** Says that the network is gone, for as long as it is; what is on the page stays. */
export function OfflineBar() {
  const isOnline = useSyncExternalStore(subscribe, () => onlineManager.isOnline());
  return (
    <div role="status" className="screen-only">
      {!isOnline && (
        <p className="offline-bar">
          网络断了。现在看到的是断开前的内容，您填的都还在，先别关页面；网络好了会自己更新，再按一次提交。
        </p>
      )}
    </div>
  );
}
