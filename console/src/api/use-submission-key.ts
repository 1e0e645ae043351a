import { useState } from 'react';

/** Works on plain-HTTP addresses as well, where `crypto.randomUUID` is missing. */
const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Keys for one form: the same content keeps its key over retries, changed content gets a new one. */
export interface SubmissionKey {
  keyFor: (body: unknown) => string;
  /** Call after success, so that the same content may be submitted anew. */
  done: () => void;
}

function makeSubmissionKey(): SubmissionKey {
  let last: { content: string; key: string } | null = null;
  return {
    keyFor: (body) => {
      const content = JSON.stringify(body);
      if (last?.content !== content) last = { content, key: newKey() };
      return last.key;
    },
    done: () => {
      last = null;
    },
  };
}

/** The idempotency keys of a form. */
export function useSubmissionKey(): SubmissionKey {
  const [submissionKey] = useState(makeSubmissionKey);
  return submissionKey;
}
