/** A mainland mobile number without blanks, hyphens and country code; undefined for anything else. */
export const readMobile = (typed: string): string | undefined => {
  const digits = typed.replace(/[\s-]/g, '').replace(/^(\+86|0086|86(?=1\d{10}$))/, '');
  return /^1[3-9]\d{9}$/.test(digits) ? digits : undefined;
};

/** Digits of a code that proves that a phone is at hand. */
export const SMS_CODE_DIGITS = 6;

/** A code as it was typed, without blanks; undefined when it is not six digits. */
export const readSmsCode = (typed: string): string | undefined => {
  const digits = typed.replace(/\s/g, '');
  return digits.length === SMS_CODE_DIGITS && /^\d+$/.test(digits) ? digits : undefined;
};
