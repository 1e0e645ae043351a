/** Chinese names, minority names with a middle dot, and Latin names. */
export const namePattern = /^[\p{L}\p{M}·.'’ -]+$/u;

/** The longest name. */
export const NAME_MAX = 50;

/** A mainland mobile or a fixed line with area code. */
export const phonePattern = /^(1[3-9]\d{9}|0\d{2,3}\d{7,8})$/;

/** A phone number without blanks, hyphens and the country code. */
export const cleanPhone = (typed: string): string =>
  typed.replace(/[\s-]/g, '').replace(/^(\+86|0086|86(?=1\d{10}$))/, '');

/** The longest address within a community. */
export const ADDRESS_MAX = 100;
