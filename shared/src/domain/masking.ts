/** 张*明, 张*: a name for lists, where people can be told apart but not named. */
export const maskName = (name: string): string => {
  const letters = [...name];
  if (letters.length <= 1) return `${name}*`;
  if (letters.length === 2) return `${letters[0]}*`;
  return `${letters[0]}${'*'.repeat(letters.length - 2)}${letters[letters.length - 1]}`;
};

/** 110101********0011. */
export const maskIdNumber = (idNumber: string): string => `${idNumber.slice(0, 6)}********${idNumber.slice(-4)}`;

/** X3*****001: enough to compare with the paper in hand, too little to write another one. */
export const maskCertificate = (certificate: string): string =>
  `${certificate.slice(0, 2)}*****${certificate.slice(-3)}`;

/** 138****8000; fixed lines keep area code and the last two digits. */
export const maskPhone = (phone: string): string =>
  /^1\d{10}$/.test(phone) ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : `${phone.slice(0, 4)}****${phone.slice(-2)}`;
