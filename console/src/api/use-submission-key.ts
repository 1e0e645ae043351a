import { useRef } from 'react';

/** Works on plain-HTTP addresses as well, where `crypto.randomUUID` is missing. */
const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Keys for one form: the same content keeps its key over retries, changed content gets a new one. */
export interface SubmissionKey {
  keyFor: (body: unknown) => string;
  /** Call after success, so that the same content may be submitted anew. */
  done: () => void;
}

/** The idempotency keys of a form. */
export function useSubmissionKey(): SubmissionKey {
  const last = useRef<{ content: string; key: string } | null>(null);
  const api = useRef<SubmissionKey>({
    keyFor: (body) => {
      const content = JSON.stringify(body);
      if (last.current?.content !== content) last.current = { content, key: newKey() };
      return last.current.key;
    },
    done: () => {
      last.current = null;
    },
  });
  return api.current;
}
