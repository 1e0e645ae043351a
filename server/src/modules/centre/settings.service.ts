import type { CentreRoutes } from '@linkang/shared/api/centre.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import type { SettingPart } from '@linkang/shared/api/settings';
import { AppError } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import { fillingOf, type ConfigParts } from '../../platform/config';
import type { Deps } from '../../platform/deps';
import type { RequestInfo } from '../../platform/module';
import type { SettingRow } from '../../platform/settings-store';
import { staffNames } from '../staff';
import { existsSessionOf } from './community.model';

/** Changes of a part that are shown at most. */
const MAX_HISTORY = 100;

/** Who saved a part last, and its revision. */
export interface SettingState {
  rev: number;
  updatedAt: string | null;
  updatedByName: string | null;
}

/** The state of a part; of one that was never saved, of the files. */
export async function stateOfSetting(row: SettingRow | undefined): Promise<SettingState> {
  if (!row) return { rev: 0, updatedAt: null, updatedByName: null };
  const names = await staffNames([row.by]);
  return { rev: row.rev, updatedAt: row.at.toISOString(), updatedByName: names.get(row.by) ?? null };
}

/** The state of a part with everything that is saved taken over, so that what it says belongs to its revision. */
export async function readState(deps: Deps, part: SettingPart): Promise<SettingState> {
  const [row] = await deps.settings.store.newest(part, 1);
  await deps.settings.refresh();
  return stateOfSetting(row);
}

/** Saves a part; it holds here at once and in every other process some seconds later. @throws STATE_CONFLICT */
export async function savePart(
  deps: Deps,
  part: SettingPart,
  rev: number,
  value: unknown,
  { actor, now }: RequestInfo<StaffActor>,
): Promise<SettingState> {
  const row = await deps.settings.store.append({ part, value, draft: false, by: actor.accountId, at: now }, rev);
  await deps.settings.refresh();
  return stateOfSetting(row);
}

/** The centre as it is set up. */
export async function readCentre(deps: Deps): Promise<Reply<CentreRoutes['readCentre']>> {
  const state = await readState(deps, 'centre');
  return { ...state, centre: deps.config.centre };
}

/** Changes the centre. Another name, phone or address makes other words, so new versions, of the legal texts. */
export async function saveCentre(
  deps: Deps,
  { rev, centre }: Input<CentreRoutes['saveCentre']>['body'],
  request: RequestInfo<StaffActor>,
): Promise<Reply<CentreRoutes['saveCentre']>> {
  await deps.settings.refresh();
  const before = deps.settings.parts();
  const renamed = JSON.stringify(fillingOf(before.centre)) !== JSON.stringify(fillingOf(centre));
  const value = { centre, renamings: before.renamings + (renamed ? 1 : 0) };
  return { ...(await savePart(deps, 'centre', rev, value, request)), centre };
}

const servicesOf = (parts: Pick<ConfigParts, 'services'>) => parts.services.map((service) => ({ ...service }));

/** All services, also those that are not offered. */
export async function readServices(deps: Deps): Promise<Reply<CentreRoutes['readServices']>> {
  const state = await readState(deps, 'services');
  return { ...state, services: servicesOf(deps.config) };
}

/** Changes the services. @throws STATE_CONFLICT, SERVICE_IN_USE when one that has sessions is left out */
export async function saveServices(
  deps: Deps,
  { rev, services }: Input<CentreRoutes['saveServices']>['body'],
  request: RequestInfo<StaffActor>,
): Promise<Reply<CentreRoutes['saveServices']>> {
  await deps.settings.refresh();
  const kept = new Set(services.map(({ code }) => code));
  const gone = deps.config.services.map(({ code }) => code).filter((code) => !kept.has(code));
  if (gone.length > 0 && (await existsSessionOf(gone))) throw new AppError('SERVICE_IN_USE');
  return { ...(await savePart(deps, 'services', rev, services, request)), services };
}

const bookingOf = ({ booking }: Pick<ConfigParts, 'booking'>) => {
  const { releaseTime, releaseDaysAhead, quotasOpen, reminders } = booking;
  return { releaseTime, releaseDaysAhead, quotasOpen, reminders };
};

/** When seats are released and people are reminded. */
export async function readBooking(deps: Deps): Promise<Reply<CentreRoutes['readBooking']>> {
  const state = await readState(deps, 'booking');
  return { ...state, booking: bookingOf(deps.config) };
}

/** Changes when seats are released; sessions that are open already keep their time. @throws STATE_CONFLICT */
export async function saveBooking(
  deps: Deps,
  { rev, booking }: Input<CentreRoutes['saveBooking']>['body'],
  request: RequestInfo<StaffActor>,
): Promise<Reply<CentreRoutes['saveBooking']>> {
  return { ...(await savePart(deps, 'booking', rev, booking, request)), booking };
}

/** How staff sign in. */
export async function readSecurity(deps: Deps): Promise<Reply<CentreRoutes['readSecurity']>> {
  const state = await readState(deps, 'security');
  return { ...state, security: deps.config.security };
}

/** Changes how staff sign in; who signed in before goes on until the next refresh. @throws STATE_CONFLICT */
export async function saveSecurity(
  deps: Deps,
  { rev, security }: Input<CentreRoutes['saveSecurity']>['body'],
  request: RequestInfo<StaffActor>,
): Promise<Reply<CentreRoutes['saveSecurity']>> {
  return { ...(await savePart(deps, 'security', rev, security, request)), security };
}

/** For how many people relatives may act. */
export async function readProxies(deps: Deps): Promise<Reply<CentreRoutes['readProxies']>> {
  const state = await readState(deps, 'proxies');
  return { ...state, proxies: deps.config.proxies };
}

/** Changes for how many people relatives may act; nobody loses what was allowed. @throws STATE_CONFLICT */
export async function saveProxies(
  deps: Deps,
  { rev, proxies }: Input<CentreRoutes['saveProxies']>['body'],
  request: RequestInfo<StaffActor>,
): Promise<Reply<CentreRoutes['saveProxies']>> {
  return { ...(await savePart(deps, 'proxies', rev, proxies, request)), proxies };
}

/** Who looks at articles before residents do. */
export async function readArticles(deps: Deps): Promise<Reply<CentreRoutes['readArticles']>> {
  const state = await readState(deps, 'articles');
  return { ...state, articles: deps.config.articles };
}

/** Changes who looks at articles before residents do; what is shown stays. @throws STATE_CONFLICT */
export async function saveArticles(
  deps: Deps,
  { rev, articles }: Input<CentreRoutes['saveArticles']>['body'],
  request: RequestInfo<StaffActor>,
): Promise<Reply<CentreRoutes['saveArticles']>> {
  return { ...(await savePart(deps, 'articles', rev, articles, request)), articles };
}

/** The value of a part as its editors know it. */
const shownValue = (part: SettingPart, value: unknown): unknown =>
  part === 'centre' ? (value as { centre: unknown }).centre : value;

/** The values that the files give a part. */
function fileValue({ files }: Deps['settings'], part: SettingPart): unknown {
  return part === 'booking' ? bookingOf(files) : files[part];
}

/** The changes of a part, the newest first. */
export async function listHistory(deps: Deps, part: SettingPart): Promise<Reply<CentreRoutes['settingHistory']>> {
  const rows = await deps.settings.store.newest(part, MAX_HISTORY + 1);
  const names = await staffNames(rows.map((row) => row.by));
  const items = rows.map((row, index) => {
    const earlier = rows[index + 1];
    return {
      id: row._id,
      rev: row.rev,
      at: row.at.toISOString(),
      byName: names.get(row.by) ?? '',
      before: earlier ? shownValue(part, earlier.value) : fileValue(deps.settings, part),
      after: shownValue(part, row.value),
    };
  });
  return { items: items.slice(0, MAX_HISTORY) };
}
