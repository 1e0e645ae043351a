import type { Programme, ProgrammeCode } from '../chronic-table';
import { chd } from './chronic-chd';
import { htn } from './chronic-htn';
import { smi } from './chronic-smi';
import { stroke } from './chronic-stroke';
import { t2dm } from './chronic-t2dm';

/** All programmes, for the server and the console; a page of the phone takes the one that it needs. */
export const chronicProgrammes: Readonly<Record<ProgrammeCode, Programme>> = {
  HTN: htn,
  T2DM: t2dm,
  SMI: smi,
  CHD: chd,
  STROKE: stroke,
};
