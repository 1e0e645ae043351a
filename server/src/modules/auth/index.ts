import type { Module } from '../../platform/module';
import { buildAuthHandlers } from './auth.router';

export { ensureAccount, openIdOf } from './auth.service';

/** Signing in and out, for residents and staff. */
export const authModule: Module = { feature: 'auth', handlers: buildAuthHandlers };
