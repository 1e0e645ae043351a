import type { Module } from '../../platform/module';
import { buildWaitlistHandlers } from './waitlist.router';

/** Waiting for a seat of a full session. Its rows are those of `waiting`; seats are given out by `session`. */
export const waitlistModule: Module = { feature: 'waitlist', handlers: buildWaitlistHandlers };
