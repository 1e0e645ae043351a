/** Browsers know nobody's number. */
export const WechatPhone = (_: { onPhone: (phone: string) => void }): null => null;
