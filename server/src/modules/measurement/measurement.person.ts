import type { ProgrammeCode } from '@linkang/shared/domain/chronic-table';
import { limitsFor, type HomePerson } from '@linkang/shared/domain/home-measurement';
import { homeTables } from '@linkang/shared/domain/tables/home-all';
import type { Deps } from '../../platform/deps';
import { findProgrammesOf } from '../followup';
import { findLimits, limitsPlace, type LimitsRow } from './limits.model';

/** Which facts of the rules follow from a programme; one that is missing is no one's business here. */
const factOf: Partial<Record<ProgrammeCode, string>> = {
  HTN: 'hasHTN',
  T2DM: 'hasT2DM',
  CHD: 'hasCHD',
  STROKE: 'hasStroke',
};

/** The lines of a row. */
export const openLimits = ({ keyring }: Pick<Deps, 'keyring'>, row: LimitsRow): Record<string, number> =>
  JSON.parse(keyring.decrypt(row.limits, limitsPlace('limits', row._id))) as Record<string, number>;

/** What the rules know of a person: the programmes, and the lines that a doctor set. */
export async function readPerson(deps: Pick<Deps, 'keyring'>, residentId: string): Promise<HomePerson> {
  const [programmes, row] = await Promise.all([findProgrammesOf(residentId), findLimits(residentId)]);
  const facts = programmes.flatMap((programme) => factOf[programme] ?? []);
  return {
    facts: Object.fromEntries(facts.map((fact) => [fact, true])),
    limits: row ? openLimits(deps, row) : {},
  };
}

/** The lines of every kind that hold for a person. */
export const everyLimit = (person: HomePerson): Record<string, number> =>
  Object.assign({}, ...Object.values(homeTables).map((table) => limitsFor(table, person))) as Record<string, number>;
