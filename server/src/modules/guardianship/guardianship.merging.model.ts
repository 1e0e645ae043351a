import { MAX_GUARDIANS } from '@linkang/shared/domain/guardianship';
import { duplicateKeys } from '../../platform/idempotency';
import { endGuardianship, GuardianshipModel, type GuardianshipRow } from './guardianship.model';

/** Two records of one person, of which one goes into the other. */
export interface GuardianshipMove {
  stayId: string;
  awayId: string;
  /** Who says that they are one. */
  by: string;
  at: Date;
}

/** Whose row it is once the two records are one. */
function ownersOf(
  { residentId, guardianResidentId }: GuardianshipRow,
  { stayId, awayId }: Pick<GuardianshipMove, 'stayId' | 'awayId'>,
): Pick<GuardianshipRow, 'residentId' | 'guardianResidentId'> {
  const now = (id: string): string => (id === awayId ? stayId : id);
  return {
    residentId: now(residentId),
    ...(guardianResidentId === undefined ? {} : { guardianResidentId: now(guardianResidentId) }),
  };
}

/** Whether somebody would be the own guardian. */
const isForSelf = ({ residentId, guardianResidentId }: ReturnType<typeof ownersOf>): boolean =>
  residentId === guardianResidentId;

const openOf = (ids: readonly string[]): Promise<GuardianshipRow[]> =>
  GuardianshipModel.find({
    $or: [{ residentId: { $in: [...ids] } }, { guardianResidentId: { $in: [...ids] } }],
    open: true,
  })
    .sort({ createdAt: 1, _id: 1 })
    .lean<GuardianshipRow[]>();

/** Open rows that one person cannot have: the own guardian, and more guardians than a child has places. */
export async function findClashingGuardianships(
  pair: Pick<GuardianshipMove, 'stayId' | 'awayId'>,
): Promise<GuardianshipRow[]> {
  const rows = await openOf([pair.stayId, pair.awayId]);
  const forSelf = rows.filter((row) => isForSelf(ownersOf(row, pair)));
  const isOfStay = (row: GuardianshipRow): boolean => row.residentId === pair.stayId;
  const active = rows.filter((row) => row.status === 'active' && ownersOf(row, pair).residentId === pair.stayId);
  // Those of the record that stays have their places already.
  const inOrder = [...active.filter(isOfStay), ...active.filter((row) => !isOfStay(row))];
  const guardians = inOrder.map((row) => ownersOf(row, pair).guardianResidentId);
  const extra = inOrder.filter((_, at) => guardians.indexOf(guardians[at]) === at).slice(MAX_GUARDIANS);
  return [...new Map([...forSelf, ...extra].map((row) => [row._id, row])).values()];
}

/** Writes one open row. @returns false when a unique index is against it, or somebody was quicker */
async function tryWrite(row: GuardianshipRow, $set: Partial<GuardianshipRow>): Promise<boolean> {
  try {
    const { matchedCount } = await GuardianshipModel.updateOne(
      { _id: row._id, rev: row.rev },
      { $set, $inc: { rev: 1 } },
    );
    return matchedCount === 1;
  } catch (error) {
    if (!duplicateKeys(error)) throw error;
    return false;
  }
}

/** Of two rows that say the same, one that counts stays before a proposal, and else the one that is there. */
async function endTwin(row: GuardianshipRow, move: GuardianshipMove): Promise<GuardianshipRow | undefined> {
  const { residentId, guardianResidentId } = ownersOf(row, move);
  const same = [{ target: row.target }, ...(guardianResidentId === undefined ? [] : [{ guardianResidentId }])];
  const twin = await GuardianshipModel.findOne({
    _id: { $ne: row._id },
    residentId,
    open: true,
    $or: same,
  }).lean<GuardianshipRow | null>();
  if (!twin) return undefined;
  const over = row.status === 'active' && twin.status === 'proposed' ? twin : row;
  await endGuardianship(over._id, ['proposed', 'active'], { status: 'ended', endedAt: move.at, endedBy: move.by });
  return over;
}

async function moveOpen(row: GuardianshipRow, move: GuardianshipMove): Promise<boolean> {
  const owners = ownersOf(row, move);
  if (isForSelf(owners)) return false;
  if ((await endTwin(row, move)) === row) {
    await moveClosed(move);
    return true;
  }
  const isSlotFree = row.slot === undefined || owners.residentId === row.residentId;
  if (isSlotFree) return tryWrite(row, owners);
  for (let slot = 1; slot <= MAX_GUARDIANS; slot += 1) if (await tryWrite(row, { ...owners, slot })) return true;
  return false;
}

/** What is over goes over without any question. */
async function moveClosed({ stayId, awayId }: GuardianshipMove): Promise<void> {
  const over = { open: { $ne: true as const } };
  await GuardianshipModel.updateMany({ residentId: awayId, ...over }, { $set: { residentId: stayId } });
  await GuardianshipModel.updateMany({ guardianResidentId: awayId, ...over }, { $set: { guardianResidentId: stayId } });
}

/** Moves who answers for the person, and for whom the person answers. @returns open ones that are in the way */
export async function mergeGuardianships(move: GuardianshipMove): Promise<GuardianshipRow[]> {
  const stuck: GuardianshipRow[] = [];
  await moveClosed(move);
  for (const row of await openOf([move.awayId])) if (!(await moveOpen(row, move))) stuck.push(row);
  return stuck;
}
