import type { Module } from '../../platform/module';
import { correctionData, correctionMerging, correctionStore } from './correction.personal';
import { buildCorrectionHandlers } from './correction.router';

export { countOpen as countOpenCorrections } from './correction.model';

/** Requests of people to correct what the centre keeps of them, and their answers. */
export const correctionModule: Module = {
  feature: 'correction',
  handlers: buildCorrectionHandlers,
  personalData: correctionData,
  personalStores: [correctionStore],
  merging: correctionMerging,
};
