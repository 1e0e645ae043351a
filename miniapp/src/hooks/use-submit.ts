import { useCallback, useRef, useState } from 'react';
import { toApiError, unansweredError, type ApiError } from '@/api/api-error';

/** 32 random hexadecimal digits; Math.random serves where WeChat has no crypto, as keys need no secrecy. */
export const makeKey = (): string => {
  const bytes = new Uint8Array(16);
  if (typeof crypto !== 'undefined' && typeof crypto.getRandomValues === 'function') crypto.getRandomValues(bytes);
  else bytes.forEach((_, i) => (bytes[i] = Math.floor(Math.random() * 256)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
};

/** A form's way to the server. */
export interface Submit<I, O> {
  isBusy: boolean;
  error: ApiError | undefined;
  /** Gives the reply, or undefined after a refusal, which stands in `error`. */
  submit: (input: I) => Promise<O | undefined>;
  clearError: () => void;
}

/**
 * Sends a form. The idempotency key is kept while the same input is tried again, so that a lost answer
 * never makes a second booking; it is renewed after a success and when the input changes.
 */
export function useSubmit<I, O>(action: (input: I, idempotencyKey: string) => Promise<O>): Submit<I, O> {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const attempt = useRef<{ fingerprint: string; key: string } | undefined>(undefined);
  const isRunning = useRef(false);

  const submit = async (input: I): Promise<O | undefined> => {
    // A second tap arrives before the state of the first is drawn.
    if (isRunning.current) return undefined;
    isRunning.current = true;
    setBusy(true);
    setError(undefined);
    const fingerprint = JSON.stringify(input) ?? '';
    if (attempt.current?.fingerprint !== fingerprint) attempt.current = { fingerprint, key: makeKey() };
    try {
      const reply = await action(input, attempt.current.key);
      attempt.current = undefined;
      return reply;
    } catch (thrown) {
      const refusal = toApiError(thrown);
      if (refusal.code === 'IDEMPOTENCY_MISMATCH') attempt.current = undefined;
      setError(refusal.code === 'OFFLINE' ? unansweredError(refusal) : refusal);
      return undefined;
    } finally {
      isRunning.current = false;
      setBusy(false);
    }
  };

  const clearError = useCallback(() => setError(undefined), []);
  return { isBusy, error, submit, clearError };
}
