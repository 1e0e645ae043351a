import { makeApi } from '@linkang/shared/api/client';
import { correctionPaths } from '@linkang/shared/api/correction.paths';
import type { CorrectionRoutes } from '@linkang/shared/api/correction.routes';
import { send } from '../http';

/** Requests to correct what the centre keeps of a person. */
export const correctionApi = makeApi<CorrectionRoutes>(correctionPaths, send);
