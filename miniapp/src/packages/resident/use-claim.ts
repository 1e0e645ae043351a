import { useState } from 'react';
import type { Claim } from '@linkang/shared/api/claim.routes';
import { claimApi } from '@/api/clients';
import { useSubmit, type Submit } from '@/hooks/use-submit';
import { loadMe } from '@/stores/account';

/** Proving by a code that the record is the person's own. */
export interface Proof {
  code: string;
  setCode: (code: string) => void;
  /** What is wrong with what was typed. */
  fault: string | undefined;
  ask: Submit<undefined, Claim>;
  send: () => Promise<void>;
  verify: Submit<string, Claim>;
  prove: () => Promise<boolean>;
}

/**
 * Codes of one claim.
 * @param onChanged hears of each answer
 */
export function useProof(id: string, onChanged: (claim: Claim) => void): Proof {
  const [code, setCode] = useState('');
  const [isTried, setTried] = useState(false);
  const params = { id };
  const ask = useSubmit(() => claimApi.sendCode({ params }));
  const verify = useSubmit(async (typed: string) => {
    const claim = await claimApi.verify({ params, body: { code: typed } });
    await loadMe();
    return claim;
  });
  const isComplete = /^\d{6}$/.test(code.trim());
  return {
    code,
    setCode: (typed) => {
      setCode(typed);
      verify.clearError();
    },
    fault: isTried && !isComplete ? '验证码是6位数字' : undefined,
    ask,
    send: async () => {
      const claim = await ask.submit(undefined);
      if (claim) onChanged(claim);
    },
    verify,
    prove: async () => {
      setTried(true);
      if (!isComplete) return false;
      const claim = await verify.submit(code.trim());
      if (claim) onChanged(claim);
      return claim !== undefined;
    },
  };
}
