import { View } from '@tarojs/components';
import { useEffect, useId, useRef, type PropsWithChildren, type ReactNode, type RefObject } from 'react';
import { isH5 } from '@/platform';
import { aria, hidden } from './a11y';
import { Button } from './button';

/** Taro's View moves its children once while it loads, which would drop a focus set at once. */
const SETTLED_MS = 60;
const FOCUSABLE = 'a[href],button:not([disabled]),input:not([disabled]),textarea,[tabindex]:not([tabindex="-1"])';

/** Makes everything beside the node inert, up to the body; gives back the way to undo it. */
function isolate(node: HTMLElement): () => void {
  const silenced: Element[] = [];
  for (let at: Element = node; at !== document.body && at.parentElement; at = at.parentElement) {
    for (const brother of Array.from(at.parentElement.children)) {
      const isOurs = brother === at || brother.classList.contains('sheet-mask');
      if (isOurs || brother.hasAttribute('inert') || /^(SCRIPT|STYLE)$/.test(brother.tagName)) continue;
      brother.setAttribute('inert', '');
      silenced.push(brother);
    }
  }
  return () => silenced.forEach((element) => element.removeAttribute('inert'));
}

function keepTabInside(event: KeyboardEvent, node: HTMLElement): void {
  const stops = Array.from(node.querySelectorAll<HTMLElement>(FOCUSABLE)).filter((stop) => stop.offsetParent);
  const first = stops[0];
  const last = stops[stops.length - 1];
  const active = document.activeElement;
  if (!first || !last) event.preventDefault();
  else if (event.shiftKey && (active === first || active === node)) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && active === last) {
    event.preventDefault();
    first.focus();
  }
}

/** In the browser: the focus goes in, stays in, and returns where it was; Escape closes. */
function useModal(box: RefObject<HTMLElement | null>, isOpen: boolean, onClose: () => void): void {
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    const node = box.current;
    if (!isH5 || !isOpen || !node) return undefined;
    const before = document.activeElement;
    const restore = isolate(node);
    const timer = setTimeout(() => node.focus({ preventScroll: true }), SETTLED_MS);
    const onKey = (event: KeyboardEvent): void => {
      if (event.isComposing) return;
      if (event.key === 'Tab') keepTabInside(event, node);
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      close.current();
    };
    // In the capture phase, because Taro's inputs stop their keys from bubbling.
    document.addEventListener('keydown', onKey, true);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('keydown', onKey, true);
      restore();
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, [box, isOpen]);
}

interface SheetProps {
  isOpen: boolean;
  title: string;
  onClose: () => void;
  closeText?: string;
}

/** A dialog that rises from the foot of the screen. */
export function Sheet({
  isOpen,
  title,
  onClose,
  closeText = '关闭',
  children,
}: PropsWithChildren<SheetProps>): ReactNode {
  const box = useRef<HTMLElement | null>(null);
  const id = `s${useId().replace(/\W/g, '')}`;
  useModal(box, isOpen, onClose);
  if (!isOpen) return null;
  return (
    <View className="sheet-wrap">
      <View className="sheet-mask" onClick={onClose} {...hidden} />
      <View
        ref={box}
        className="sheet"
        {...aria('dialog', { 'aria-modal': true, ...(isH5 ? { 'aria-labelledby': id } : { 'aria-label': title }) })}
        {...(isH5 ? { tabIndex: -1 } : {})}
      >
        <View id={id} className="sheet-title" {...aria('heading', { 'aria-level': 2 })}>
          {title}
        </View>
        {children}
        <Button kind="plain" onPress={onClose}>
          {closeText}
        </Button>
      </View>
    </View>
  );
}
