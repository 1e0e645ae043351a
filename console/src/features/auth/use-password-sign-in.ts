import { useMutation } from '@tanstack/react-query';
import { ApiError, errorText, hasCode } from '../../api/api-error';
import { authApi } from '../../api/clients';
import { keepSignIn } from '../../api/sign-in';

/** What staff type to sign in. */
export interface Credentials {
  username: string;
  password: string;
  otp?: string;
}

function failureText(error: unknown): string {
  if (!(error instanceof ApiError)) return errorText(error);
  if (error.code === 'AUTH_FAILED') return '用户名或密码不正确，请重新输入。';
  if (error.code === 'VALIDATION_FAILED') return '动态验证码是六位数字，备用码是十位字母和数字，请核对。';
  if (error.code !== 'RATE_LIMITED') return error.detail;
  const minutes = Math.ceil((error.retryAfterSeconds ?? 60) / 60);
  return `试的次数太多了，请过 ${minutes} 分钟再试。`;
}

/**
 * Signs in by password, and by the second factor where the account has one.
 * @param onSignedIn keeps the sign-in by the function that it is given, and does what belongs before and after
 */
export function usePasswordSignIn(onSignedIn: (keep: () => void) => void) {
  const signIn = useMutation({
    mutationFn: ({ username, password, otp }: Credentials) =>
      authApi.staff({ body: { username, password, ...(otp ? { otp } : {}) } }),
    onSuccess: ({ accessToken, refreshToken, account }) =>
      onSignedIn(() => keepSignIn({ accessToken, refreshToken, account })),
  });
  const asked = hasCode(signIn.error, 'AUTH_OTP_NEEDED') || Boolean(signIn.variables?.otp);
  // The first time it is a question and no fault.
  const isQuestion = hasCode(signIn.error, 'AUTH_OTP_NEEDED') && !signIn.variables?.otp;
  return {
    submit: signIn.mutate,
    busy: signIn.isPending,
    asksOtp: asked,
    failure: signIn.error && !isQuestion ? failureText(signIn.error) : null,
  };
}
