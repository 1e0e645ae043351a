import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { AppError } from '@linkang/shared/errors';
import type { PolicyRole } from '@linkang/shared/api/policy';
import type { StaffRight } from '@linkang/shared/domain/staff-roles';
import jwt from 'jsonwebtoken';
import { LRUCache } from 'lru-cache';
import type { SignedIn } from './actor';
import type { Clock } from './clock';

const ISSUER = 'linkang';
const AUDIENCE = 'linkang-api';
/** Tokens whose signature was checked and need not be again; their time is looked at in every call. */
const MAX_REMEMBERED = 5000;

/** Seconds that an access token lives. */
export const ACCESS_TOKEN_SECONDS = 3600;

interface Claims {
  iat: number;
  exp: number;
  sub: string;
  sid: string;
  kind: 'resident' | 'staff';
  own?: string;
  roles?: PolicyRole[];
  teams?: string[];
  /** The password has to be changed first. */
  pwc?: true;
  rights?: StaffRight[];
  /** The second factor has to be set up first. */
  otp?: true;
}

/** Makes and reads access and refresh tokens. */
export interface Tokens {
  signAccess(actor: SignedIn): string;
  /** @throws AUTH_EXPIRED whatever is wrong with the token */
  readAccess(token: string): SignedIn;
  /** The refresh token of a sign-in at a count of rotations; nothing of it is stored. */
  refreshToken(signInId: string, count: number): string;
  /** @returns undefined when it was not made here */
  readRefresh(token: string): { signInId: string; count: number } | undefined;
}

const toActor = (claims: Claims): SignedIn =>
  claims.kind === 'staff'
    ? {
        kind: 'staff',
        accountId: claims.sub,
        signInId: claims.sid,
        roles: claims.roles ?? [],
        teamIds: claims.teams ?? [],
        ...(claims.pwc ? { mustChangePassword: true as const } : {}),
        ...(claims.rights?.length ? { rights: claims.rights } : {}),
        ...(claims.otp ? { mustSetUpOtp: true as const } : {}),
      }
    : {
        kind: 'resident',
        accountId: claims.sub,
        signInId: claims.sid,
        ...(claims.own === undefined ? {} : { ownResidentId: claims.own }),
      };

/** Makes the token functions from one secret. */
export function makeTokens(secret: string, clock: Clock): Tokens {
  // A KeyObject made once: with a string, jsonwebtoken tries to parse a public key at each call (about 0.8 ms).
  const key = createSecretKey(Buffer.from(createHmac('sha256', secret).update('access').digest('hex')));
  const mac = (text: string): string => createHmac('sha256', secret).update(`refresh:${text}`).digest('base64url');
  const nowSeconds = (): number => Math.floor(clock.now().getTime() / 1000);

  const remembered = new LRUCache<string, { actor: SignedIn; iat: number; exp: number }>({ max: MAX_REMEMBERED });

  const verify = (token: string, clockTimestamp: number) => {
    try {
      const claims = jwt.verify(token, key, {
        algorithms: ['HS256'],
        issuer: ISSUER,
        audience: AUDIENCE,
        clockTimestamp,
      }) as unknown as Claims;
      return { actor: toActor(claims), iat: claims.iat, exp: claims.exp };
    } catch {
      throw new AppError('AUTH_EXPIRED');
    }
  };

  return {
    signAccess(actor) {
      const claims: Omit<Claims, 'iat' | 'exp'> = {
        sub: actor.accountId,
        sid: actor.signInId,
        kind: actor.kind,
        ...(actor.kind === 'staff' ? { roles: actor.roles, teams: actor.teamIds } : {}),
        ...(actor.kind === 'staff' && actor.mustChangePassword ? { pwc: true } : {}),
        ...(actor.kind === 'staff' && actor.rights?.length ? { rights: actor.rights } : {}),
        ...(actor.kind === 'staff' && actor.mustSetUpOtp ? { otp: true } : {}),
        ...(actor.kind === 'resident' && actor.ownResidentId ? { own: actor.ownResidentId } : {}),
      };
      const iat = nowSeconds();
      return jwt.sign({ ...claims, iat, exp: iat + ACCESS_TOKEN_SECONDS }, key, {
        algorithm: 'HS256',
        issuer: ISSUER,
        audience: AUDIENCE,
      });
    },
    readAccess(token) {
      const now = nowSeconds();
      const known = remembered.get(token);
      const { actor, iat, exp } = known ?? verify(token, now);
      // jsonwebtoken does not look at iat: a token from the future was not made here.
      if (exp <= now || iat > now + 60) throw new AppError('AUTH_EXPIRED');
      if (!known) remembered.set(token, { actor, iat, exp });
      return actor;
    },
    refreshToken: (signInId, count) => `${signInId}.${count}.${mac(`${signInId}.${count}`)}`,
    readRefresh(token) {
      const [signInId, count, given] = token.split('.');
      if (!signInId || !count || !given || !/^\d{1,9}$/.test(count)) return undefined;
      const expected = Buffer.from(mac(`${signInId}.${count}`));
      const actual = Buffer.from(given);
      if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) return undefined;
      return { signInId, count: Number(count) };
    },
  };
}
