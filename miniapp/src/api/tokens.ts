import { readStored, removeStored, writeStored } from './storage';

/** The pair that a sign-in gives. */
export interface Tokens {
  accessToken: string;
  refreshToken: string;
}

const NAME = 'tokens';
const endListeners = new Set<() => void>();

/** The stored pair, if somebody is signed in. */
export const readTokens = (): Tokens | undefined => readStored<Tokens>(NAME);

/** Keeps a new pair; the old refresh token must not be used again. */
export const writeTokens = ({ accessToken, refreshToken }: Tokens): void =>
  writeStored(NAME, { accessToken, refreshToken });

/** Forgets the pair and tells everybody who listens that nobody is signed in now. */
export function clearTokens(): void {
  removeStored(NAME);
  endListeners.forEach((listen) => listen());
}

/** Calls back whenever the sign-in ends, by choice or because it ran out. */
export function onSignInEnd(listen: () => void): void {
  endListeners.add(listen);
}
