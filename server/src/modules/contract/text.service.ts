import type { ContractRoutes, LegalText } from '@linkang/shared/api/contract.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { textKinds, type TextKind } from '@linkang/shared/api/settings';
import { yearOf, dayOf } from '@linkang/shared/domain/clinic-day';
import { findTextFaults, nextTextVersion } from '@linkang/shared/domain/legal-text';
import { AppError } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { TextTemplate } from '../../platform/config';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { RequestInfo } from '../../platform/module';
import type { SettingRow } from '../../platform/settings-store';
import { readState, savePart, stateOfSetting } from '../centre';
import { staffNames } from '../staff';

/** Versions of a text that are shown at most. */
const MAX_VERSIONS = 200;

const partOf = (kind: TextKind) => `text-${kind}` as const;

/** The packages as they are set up. */
export async function readPackages(deps: Deps): Promise<Reply<ContractRoutes['readPackages']>> {
  const state = await readState(deps, 'packages');
  return { ...state, packages: deps.settings.parts().packages.map((row) => ({ ...row })) };
}

/** Changes the packages; contracts keep what was signed. @throws STATE_CONFLICT */
export async function savePackages(
  deps: Deps,
  { rev, packages }: Input<ContractRoutes['savePackages']>['body'],
  request: RequestInfo<StaffActor>,
): Promise<Reply<ContractRoutes['savePackages']>> {
  return { ...(await savePart(deps, 'packages', rev, packages, request)), packages };
}

const wordsOf = ({ title, html }: TextTemplate) => ({ title, html });

async function presentText(deps: Deps, kind: TextKind): Promise<LegalText> {
  const [row] = await deps.settings.store.newest(partOf(kind), 1);
  await deps.settings.refresh();
  const published = deps.settings.parts().texts[kind];
  return {
    kind,
    ...(await stateOfSetting(row)),
    published: { ...wordsOf(published), version: published.version },
    draft: row?.draft ? wordsOf(row.value as TextTemplate) : null,
  };
}

/** The legal texts with their drafts. */
export async function listTexts(deps: Deps): Promise<Reply<ContractRoutes['texts']>> {
  return { items: await Promise.all(textKinds.map((kind) => presentText(deps, kind))) };
}

async function publishedRows(deps: Deps, kind: TextKind): Promise<SettingRow[]> {
  return deps.settings.store.newest(partOf(kind), MAX_VERSIONS, 'published');
}

/** Every version that was published, the newest first; the oldest came with the files. */
export async function listTextVersions(deps: Deps, kind: TextKind): Promise<Reply<ContractRoutes['textVersions']>> {
  const rows = await publishedRows(deps, kind);
  const names = await staffNames(rows.map((row) => row.by));
  const published = rows.map((row) => ({
    id: row._id,
    ...(row.value as TextTemplate),
    publishedAt: row.at.toISOString(),
    publishedByName: names.get(row.by) ?? null,
  }));
  const fromFile = deps.settings.files.texts[kind];
  return { items: [...published, { id: 'file', ...fromFile, publishedAt: null, publishedByName: null }] };
}

/** @throws VALIDATION_FAILED saying what a text must not hold, or lacks */
function assertGoodText(html: string): void {
  const faults = findTextFaults(html);
  if (faults.length === 0) return;
  throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.html', 'LEGAL_TEXT', faults.join('；'))] });
}

/** Keeps a draft. @throws VALIDATION_FAILED, STATE_CONFLICT */
export async function saveTextDraft(
  deps: Deps,
  kind: TextKind,
  { rev, title, html }: Input<ContractRoutes['saveTextDraft']>['body'],
  { actor, now }: RequestInfo<StaffActor>,
): Promise<LegalText> {
  assertGoodText(html);
  const value = { title, html, version: deps.settings.parts().texts[kind].version };
  await deps.settings.store.append({ part: partOf(kind), value, draft: true, by: actor.accountId, at: now }, rev);
  return presentText(deps, kind);
}

/** Makes the draft the next version; a version that was published never changes. @throws STATE_CONFLICT without a draft */
export async function publishText(
  deps: Deps,
  kind: TextKind,
  rev: number,
  { actor, now }: RequestInfo<StaffActor>,
): Promise<LegalText> {
  const { store, files } = deps.settings;
  const draft = rev === 0 ? null : await store.find(partOf(kind), rev);
  if (!draft?.draft) throw new AppError('STATE_CONFLICT');
  const rows = await publishedRows(deps, kind);
  const used = [files.texts[kind].version, ...rows.map((row) => (row.value as TextTemplate).version)];
  const version = nextTextVersion(used, yearOf(dayOf(now)));
  const value = { ...wordsOf(draft.value as TextTemplate), version };
  await store.append({ part: partOf(kind), value, draft: false, by: actor.accountId, at: now }, rev);
  return presentText(deps, kind);
}
