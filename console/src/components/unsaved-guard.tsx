import { App } from 'antd';
import { useEffect, useRef } from 'react';
import { useBlocker } from 'react-router-dom';

const SIGN_IN_PATH = '/sign-in';

/**
 * Asks before a page with unsaved text is left. An ended sign-in may pass: the text is kept on this machine.
 * @returns a function that lets the next navigation pass
 */
export function useUnsavedGuard(dirty: boolean): () => void {
  const { modal } = App.useApp();
  const guarded = useRef(dirty);
  useEffect(() => {
    guarded.current = dirty;
  }, [dirty]);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      guarded.current && nextLocation.pathname !== currentLocation.pathname && nextLocation.pathname !== SIGN_IN_PATH,
  );
  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    modal.confirm({
      title: '还有没保存的内容',
      content: '离开这一页，没保存的内容会先留在这台电脑上，下次打开可以恢复。',
      okText: '离开',
      cancelText: '继续编辑',
      focusable: { autoFocusButton: 'cancel' },
      onOk: () => blocker.proceed(),
      onCancel: () => blocker.reset(),
    });
  }, [blocker, modal]);
  useEffect(() => {
    if (!dirty) return;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [dirty]);
  return () => {
    guarded.current = false;
  };
}
