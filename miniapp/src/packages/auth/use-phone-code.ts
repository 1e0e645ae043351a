import { useEffect, useState } from 'react';
import type { AuthRoutes } from '@linkang/shared/api/auth.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { readMobile, readSmsCode } from '@linkang/shared/domain/mobile';
import { useSubmit, type Submit } from '@/hooks/use-submit';

type SentCode = CallReply<AuthRoutes['sendCode']>;

/** A code with what belongs to it. */
export interface TypedCode {
  phone: string;
  ticket: string;
  code: string;
}

/** Proving by a code that a phone is at hand. */
export interface PhoneCode<T> {
  phone: string;
  setPhone: (phone: string) => void;
  phoneFault: string | undefined;
  code: string;
  setCode: (code: string) => void;
  codeFault: string | undefined;
  /** The last code that went to the phone as it is typed now. */
  sent: SentCode | undefined;
  /** Seconds until another one may be asked for. */
  waitSeconds: number;
  ask: Submit<string, SentCode>;
  /** @returns whether the code is on its way; what is wrong stands beside the field else */
  send: () => Promise<boolean>;
  check: Submit<TypedCode, T>;
  prove: () => Promise<T | undefined>;
}

/** Counts down to zero from the moment at which it is given. */
function useSecondsUntil(at: number): number {
  const [now, setNow] = useState(() => Date.now());
  const left = Math.max(0, Math.ceil((at - now) / 1000));
  const isOver = left === 0;
  useEffect(() => {
    if (at <= Date.now()) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [at, isOver]);
  return left;
}

/**
 * A phone, a code that is sent to it, and the code as it is typed.
 * @param sendTo has a code sent @param proveBy does what the code is for
 */
export function usePhoneCode<T>(
  sendTo: (phone: string) => Promise<SentCode>,
  proveBy: (typed: TypedCode) => Promise<T>,
): PhoneCode<T> {
  const [phone, setPhone] = useState('');
  const [code, setCode] = useState('');
  const [isPhoneTried, setPhoneTried] = useState(false);
  const [isCodeTried, setCodeTried] = useState(false);
  const [sent, setSent] = useState<SentCode & { to: string; at: number }>();
  const waitSeconds = useSecondsUntil(sent ? sent.at + sent.resendSeconds * 1000 : 0);
  const ask = useSubmit(sendTo);
  const check = useSubmit(proveBy);
  const number = readMobile(phone);
  const digits = readSmsCode(code);
  const current = sent !== undefined && sent.to === number ? sent : undefined;
  return {
    phone,
    setPhone: (typed) => {
      setPhone(typed);
      ask.clearError();
    },
    phoneFault: isPhoneTried && number === undefined ? '请填11位的手机号' : undefined,
    code,
    setCode: (typed) => {
      setCode(typed);
      setCodeTried(false);
      check.clearError();
    },
    codeFault: isCodeTried && digits === undefined ? '验证码是6位数字' : undefined,
    sent: current,
    waitSeconds: current ? waitSeconds : 0,
    ask,
    send: async () => {
      setPhoneTried(true);
      if (number === undefined) return false;
      check.clearError();
      const reply = await ask.submit(number);
      if (!reply) return true;
      setSent({ ...reply, to: number, at: Date.now() });
      setCode('');
      setCodeTried(false);
      return true;
    },
    check,
    prove: async () => {
      setCodeTried(true);
      if (digits === undefined || number === undefined || !current) return undefined;
      return check.submit({ phone: number, ticket: current.ticket, code: digits });
    },
  };
}
