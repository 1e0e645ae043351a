import { create } from 'zustand';
import type { CallReply } from '@linkang/shared/api/route';
import type { AuthRoutes } from '@linkang/shared/api/auth.routes';
import { authApi } from '@/api/clients';
import { clearPersonalCopies, PERSONAL, readCopy, writeCopy } from '@/api/offline-copies';
import { clearTokens, onSignInEnd, readTokens, writeTokens, type Tokens } from '@/api/tokens';
import { clearDrafts } from './drafts';
import { adoptElderMode } from './reading-mode';

type Me = CallReply<AuthRoutes['me']>;
/** A person for whom the account may act. */
export type AccountResident = Me['residents'][number];

interface AccountState {
  isSignedIn: boolean;
  residents: AccountResident[];
  /** Texts of consent that the own person has still to answer. */
  consentsDue: Me['consentsDue'];
  /** Whether the people of the account are known yet. */
  isKnown: boolean;
  /** For whom something is done now, where it was chosen. */
  chosenId: string | undefined;
}

const ME = `${PERSONAL}me`;

const stored = (): AccountState => {
  const residents = readCopy<AccountResident[]>(ME)?.data;
  const isSignedIn = readTokens() !== undefined;
  return {
    isSignedIn,
    residents: isSignedIn ? (residents ?? []) : [],
    consentsDue: [],
    isKnown: !isSignedIn || residents !== undefined,
    chosenId: undefined,
  };
};

/** Who is signed in, and for whom the account may act. */
export const useAccount = create<AccountState>(() => stored());

onSignInEnd(() => {
  clearPersonalCopies();
  useAccount.setState({ isSignedIn: false, residents: [], consentsDue: [], isKnown: true, chosenId: undefined });
});

/** The account's own person, once registered. */
export const selfOf = (state: AccountState): AccountResident | undefined =>
  state.residents.find((resident) => resident.relation === 'self');

/** The person for whom something is done: the chosen one as long as they allow it, otherwise the own person. */
export const chosenOf = (state: AccountState): AccountResident | undefined =>
  state.residents.find(({ id }) => id === state.chosenId) ?? selfOf(state) ?? state.residents[0];

/** Chooses for whom something is done, on every page that asks for it. */
export const choosePerson = (chosenId: string): void => useAccount.setState({ chosenId });

/** Asks the server who is signed in. @throws ApiError */
export async function loadMe(): Promise<AccountResident[]> {
  const { residents, consentsDue } = await authApi.me({});
  writeCopy(ME, residents);
  useAccount.setState({ isSignedIn: true, residents, consentsDue, isKnown: true });
  const self = residents.find((resident) => resident.relation === 'self');
  if (self) adoptElderMode(self.elderMode);
  return residents;
}

/** Takes over who signed in and loads the account's people. @throws ApiError */
export async function adoptSignIn(pair: Tokens): Promise<AccountResident[]> {
  clearPersonalCopies();
  useAccount.setState({ chosenId: undefined });
  writeTokens(pair);
  return loadMe();
}

/** Signs in with a WeChat login code and loads the account's people. @throws ApiError */
export const signIn = async (code: string): Promise<AccountResident[]> =>
  adoptSignIn(await authApi.wechat({ body: { code } }));

/** Ends the sign-in on the server, when it can be reached, and on this phone in any case. */
export async function signOut(): Promise<void> {
  await authApi.logout({}).catch(() => undefined);
  // Not where a sign-in runs out: whoever signs in again goes on with the form.
  clearDrafts();
  clearTokens();
}
