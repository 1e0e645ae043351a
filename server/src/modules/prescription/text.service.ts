import type { PrescriptionRoutes, TextVersion } from '@linkang/shared/api/prescription.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { healthPrescriptions } from '@linkang/shared/domain/tables/health-prescriptions';
import { AppError } from '@linkang/shared/errors';
import { keptCheck } from '../../platform/content-check';
import { asSignedIn, type IdempotentRequestInfo, type RequestInfo } from '../../platform/module';
import { inTransaction, Unmatched } from '../../platform/transaction';
import { staffNames } from '../staff';
import { presentReleased, presentVersion } from './prescription.presenter';
import {
  findReleased,
  findVersions,
  insertNational,
  insertVersionOnce,
  releaseVersion,
  replaceProposed,
  replaceReleased,
  textIdOf,
  type TextRow,
} from './text.model';

const national = healthPrescriptions.prescriptions;

const nationalText = (code: string) => {
  const found = national.find((row) => row.code === code);
  if (!found) throw new AppError('NOT_FOUND');
  return found;
};

/** The versions that are kept, and before them the table's own as long as nobody did anything with it. */
function withNational(code: string, rows: readonly TextRow[]): TextRow[] {
  const { version, text } = nationalText(code);
  const kept = rows.filter((row) => row.code === code);
  if (kept.some((row) => row.version >= version)) return kept;
  return [{ _id: textIdOf(code, version), code, version, text, state: 'proposed' }, ...kept];
}

const latestOf = (rows: readonly TextRow[]): number => Math.max(...rows.map(({ version }) => version));

const presentAll = async (rows: readonly TextRow[]): Promise<TextVersion[]> => {
  const staff = await staffNames(
    rows.flatMap(({ writtenBy, releasedBy }) => [writtenBy ?? [], releasedBy ?? []].flat()),
  );
  return rows.map((row) => presentVersion(row, staff));
};

const presentOne = async (row: TextRow): Promise<TextVersion> => (await presentAll([row]))[0] as TextVersion;

/** What residents may read, in the order of the table. */
export async function readLibrary(): Promise<Reply<PrescriptionRoutes['library']>> {
  const released = await findReleased();
  return {
    items: national.flatMap(({ code }) => released.find((row) => row.code === code) ?? []).map(presentReleased),
  };
}

/** Every disease with what is given and what waits. */
export async function listTexts(): Promise<Reply<PrescriptionRoutes['texts']>> {
  const rows = await findVersions(national.map(({ code }) => code));
  const all = national.flatMap(({ code }) => withNational(code, rows));
  const shown = new Map((await presentAll(all)).map((version, index) => [all[index]?._id, version]));
  const standing = (code: string, state: TextRow['state']): TextVersion | null =>
    shown.get(all.find((row) => row.code === code && row.state === state)?._id) ?? null;
  return {
    items: national.map(({ code, disease }) => ({
      code,
      disease,
      notice: healthPrescriptions.notice,
      released: standing(code, 'released'),
      proposed: standing(code, 'proposed'),
      latest: latestOf(all.filter((row) => row.code === code)),
    })),
  };
}

/** Every version of a text. @throws NOT_FOUND */
export async function listVersions(code: string): Promise<Reply<PrescriptionRoutes['versions']>> {
  nationalText(code);
  return { items: await presentAll(withNational(code, await findVersions([code]))) };
}

const refuseOlder = (): never => {
  throw new AppError('STATE_CONFLICT', { detail: '刚刚有人改过这一份，请刷新后看看新的内容再改。' });
};

/** Writes the next version of a text. @throws NOT_FOUND, STATE_CONFLICT when somebody wrote one meanwhile */
export async function proposeText(
  code: string,
  { latest, text }: Input<PrescriptionRoutes['propose']>['body'],
  request: IdempotentRequestInfo,
): Promise<TextVersion> {
  const { version: nationalVersion, text: nationalWords } = nationalText(code);
  const version = latest + 1;
  const row = await insertVersionOnce(
    request.idempotency,
    request.now,
    async () => {
      const rows = withNational(code, await findVersions([code]));
      if (latestOf(rows) !== latest) refuseOlder();
      // What was changed before anybody released it stays readable, too.
      await insertNational(code, nationalVersion, nationalWords);
      const { accountId: writtenBy } = request.actor;
      const made = { _id: textIdOf(code, version), code, version, text, state: 'proposed' as const };
      return { ...made, writtenBy, writtenAt: request.now, ...keptCheck(request.check) };
    },
    refuseOlder,
  );
  await replaceProposed(code, row.version);
  return presentOne(row);
}

/** Releases the newest version, by a doctor. @throws NOT_FOUND, STATE_CONFLICT for another than the one that waits */
export async function releaseText(
  code: string,
  { version }: Input<PrescriptionRoutes['release']>['body'],
  { actor, now }: RequestInfo,
): Promise<TextVersion> {
  const { version: nationalVersion, text } = nationalText(code);
  const rows = withNational(code, await findVersions([code]));
  if (latestOf(rows) !== version) refuseOlder();
  if (version === nationalVersion) await insertNational(code, version, text);
  const release = { releasedBy: asSignedIn(actor).accountId, releasedAt: now };
  try {
    const row = await inTransaction(async (session) => {
      await replaceReleased(code, session);
      const released = await releaseVersion(code, version, release, session);
      if (!released) throw new Unmatched('health prescription text');
      return released;
    });
    return await presentOne(row);
  } catch (error) {
    if (error instanceof Unmatched) return refuseOlder();
    throw error;
  }
}
