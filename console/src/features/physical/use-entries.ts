import type { Physical, PhysicalRoutes } from '@linkang/shared/api/physical.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError, errorText } from '../../api/api-error';
import { physicalApi } from '../../api/clients';
import { contentOf, faultOf, isEmpty, isSame, itemOf } from './items';
import { keepUnsaved, readUnsaved, type Content } from './unsaved';

/** How an item that is not saved stands: being typed, on its way, refused with a sentence, or changed by another. */
export interface Draft {
  content: Content;
  state: 'typing' | 'waiting' | 'faulty' | 'conflict';
  text?: string;
}

type Drafts = Readonly<Record<string, Draft>>;
type Entered = CallReply<PhysicalRoutes['enter']>;

const RETRY_MS = 4000;
const PAUSE_MS = 250;

const asDrafts = (contents: Readonly<Record<string, Content>>): Drafts =>
  Object.fromEntries(Object.entries(contents).map(([code, content]) => [code, { content, state: 'waiting' }]));

const without = (drafts: Drafts, codes: readonly string[]): Drafts =>
  Object.fromEntries(Object.entries(drafts).filter(([code]) => !codes.includes(code)));

/** Which items the server refused, with its sentences. */
const refusedOf = (error: unknown, codes: readonly string[]): Map<string, string> =>
  new Map(
    (error instanceof ApiError ? error.fields : []).flatMap(({ path, message }) => {
      const code = codes[Number(/^body\.entries\.(\d+)/.exec(path)?.[1])];
      return code === undefined ? [] : [[code, message] as const];
    }),
  );

function toEntry(code: string, content: Content, physical: Physical) {
  const rev = physical.entries.find((entry) => entry.code === code)?.rev ?? 0;
  if (isEmpty(content)) return { code, rev, clear: true as const };
  return content.refused === undefined
    ? { code, rev, value: content.value as never }
    : { code, rev, refused: content.refused };
}

/** What stands at each item now, with what was typed over it. */
export function standing(physical: Physical, drafts: Drafts): Record<string, Content> {
  const saved = physical.entries.map((entry) => [entry.code, contentOf(entry)] as const);
  const typed = Object.entries(drafts).map(([code, { content }]) => [code, content] as const);
  return Object.fromEntries([...saved, ...typed]);
}

/**
 * Saves items one by one as they are left, several at once where they wait for each other. Without a network what was
 * typed stays on the page and is sent again until it is saved; what another changed meanwhile is shown and not
 * written over unasked.
 */
export function useEntries(physical: Physical) {
  const { id } = physical;
  const queryClient = useQueryClient();
  const [drafts, setDrafts] = useState<Drafts>(() => asDrafts(readUnsaved(id)));
  const [urgent, setUrgent] = useState<Entered['urgent']>([]);
  const [trouble, setTrouble] = useState<string | null>(null);
  const now = useRef({ drafts, physical, busy: false });
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => {
    now.current.physical = physical;
  }, [physical]);

  const change = useCallback(
    (next: (drafts: Drafts) => Drafts): void => {
      now.current.drafts = next(now.current.drafts);
      setDrafts(now.current.drafts);
      const contents = Object.entries(now.current.drafts).map(([code, { content }]) => [code, content] as const);
      keepUnsaved(id, Object.fromEntries(contents));
    },
    [id],
  );

  const mark = useCallback(
    (codes: readonly string[], state: Draft['state'], textOf?: (code: string) => string | undefined): void =>
      change((all) => {
        const marked = codes.flatMap((code): [string, Draft][] => {
          const draft = all[code];
          const text = textOf?.(code);
          return draft ? [[code, { content: draft.content, state, ...(text === undefined ? {} : { text }) }]] : [];
        });
        return { ...all, ...Object.fromEntries(marked) };
      }),
    [change],
  );

  const taken = useCallback(
    (sent: Readonly<Record<string, Content>>, entered: Entered): void => {
      const { conflicts, urgent: calls, ...after } = entered;
      now.current.physical = after;
      queryClient.setQueryData(['physical', id], after);
      setTrouble(null);
      setUrgent((before) => [...before.filter(({ code }) => !calls.some((call) => call.code === code)), ...calls]);
      // Whoever typed on while it was on its way has another content by now, which is saved next.
      const saved = Object.entries(sent).filter(
        ([code, content]) => !conflicts.includes(code) && isSame(now.current.drafts[code]?.content ?? {}, content),
      );
      change((all) =>
        without(
          all,
          saved.map(([code]) => code),
        ),
      );
      mark(conflicts, 'conflict');
    },
    [change, id, mark, queryClient],
  );

  const flush = useCallback(async (): Promise<void> => {
    const { drafts: all, physical: seen, busy } = now.current;
    const waiting = Object.entries(all).filter(([, { state }]) => state === 'waiting');
    if (busy || waiting.length === 0) return;
    now.current.busy = true;
    const sent = Object.fromEntries(waiting.map(([code, { content }]) => [code, content]));
    const codes = Object.keys(sent);
    let pause = PAUSE_MS;
    try {
      const entries = waiting.map(([code, { content }]) => toEntry(code, content, seen));
      taken(sent, await physicalApi.enter({ params: { id }, body: { entries } }));
    } catch (error) {
      const refused = refusedOf(error, codes);
      mark([...refused.keys()], 'faulty', (code) => refused.get(code));
      if (refused.size === 0) setTrouble(errorText(error));
      const isLater = error instanceof ApiError && ['NETWORK', 'BUSY', 'INTERNAL', 'RATE_LIMITED'].includes(error.code);
      if (refused.size === 0 && !isLater) mark(codes, 'faulty', () => '没有保存，请看页面上方的说明。');
      pause = RETRY_MS;
    } finally {
      now.current.busy = false;
    }
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => void flush(), pause);
  }, [id, mark, taken]);

  useEffect(() => {
    const again = (): void => void flush();
    again();
    window.addEventListener('online', again);
    return () => {
      window.removeEventListener('online', again);
      window.clearTimeout(timer.current);
    };
  }, [flush]);

  const edit = (code: string, content: Content): void =>
    change((all) => ({ ...all, [code]: { content, state: 'typing' } }));

  /** Leaves an item: what is right is saved, what is wrong is told. */
  const leave = (code: string): void => {
    const draft = now.current.drafts[code];
    const item = itemOf(code);
    if (!draft || !item || draft.state !== 'typing') return;
    const saved = contentOf(now.current.physical.entries.find((entry) => entry.code === code));
    if (isSame(draft.content, saved) || (isEmpty(draft.content) && isEmpty(saved)))
      return change((all) => without(all, [code]));
    const others = standing(now.current.physical, now.current.drafts);
    const fault = isEmpty(draft.content) ? null : faultOf(item, draft.content, others);
    if (fault !== null) return mark([code], 'faulty', () => fault);
    mark([code], 'waiting');
    void flush();
  };

  /** Settles a conflict: the own content is written over the other's, or given up. */
  const settle = (code: string, isOwn: boolean): void => {
    if (!isOwn) return change((all) => without(all, [code]));
    mark([code], 'waiting');
    void flush();
  };

  return { drafts, urgent, trouble, edit, leave, settle, seen: () => setUrgent([]) };
}

/** The work on the items of one check-up. */
export type Entries = ReturnType<typeof useEntries>;
