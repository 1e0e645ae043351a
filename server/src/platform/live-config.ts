import {
  articlesSettings,
  bookingRules,
  centreSettings,
  legalTextFields,
  packagesSettings,
  proxiesSettings,
  securitySettings,
  servicesSettings,
} from '@linkang/shared/api/settings';
import type { SettingPart, TextKind } from '@linkang/shared/api/settings';
import type { Connection } from 'mongoose';
import { z } from 'zod';
import type { Clock } from './clock';
import { buildConfig, type CentreConfig, type ConfigParts } from './config';
import type { Log } from './logger';
import { openSettings, type SettingRow, type SettingsStore } from './settings-store';

/** How often each process reads what others saved, in milliseconds. */
const POLL_MS = 3000;

/** A part as it is stored: a part of the set-up, or a legal text. */
export type StoredPart = SettingPart | `text-${TextKind}`;

/** The stored form of a legal text. */
export const storedText = z.strictObject({ ...legalTextFields, version: z.string().min(1).max(24) });

const storedCentre = z.strictObject({ centre: centreSettings, renamings: z.number().int().min(0) });

const textPart = (kind: TextKind) => ({
  schema: storedText,
  put: (parts: ConfigParts, value: unknown): ConfigParts => ({
    ...parts,
    texts: { ...parts.texts, [kind]: value as z.output<typeof storedText> },
  }),
});

/** How a stored value of each part is checked, and where it goes. */
const partRules: Record<StoredPart, { schema: z.ZodType; put: (parts: ConfigParts, value: unknown) => ConfigParts }> = {
  centre: { schema: storedCentre, put: (parts, value) => ({ ...parts, ...(value as z.output<typeof storedCentre>) }) },
  services: {
    schema: servicesSettings,
    put: (parts, value) => ({ ...parts, services: value as ConfigParts['services'] }),
  },
  booking: {
    schema: bookingRules,
    put: (parts, value) => ({ ...parts, booking: { ...parts.booking, ...(value as z.output<typeof bookingRules>) } }),
  },
  packages: {
    schema: packagesSettings,
    put: (parts, value) => ({ ...parts, packages: value as ConfigParts['packages'] }),
  },
  security: {
    schema: securitySettings,
    put: (parts, value) => ({ ...parts, security: value as ConfigParts['security'] }),
  },
  proxies: {
    schema: proxiesSettings,
    put: (parts, value) => ({ ...parts, proxies: value as ConfigParts['proxies'] }),
  },
  articles: {
    schema: articlesSettings,
    put: (parts, value) => ({ ...parts, articles: value as ConfigParts['articles'] }),
  },
  'text-agreement': textPart('agreement'),
  'text-service': textPart('service'),
  'text-sensitive': textPart('sensitive'),
  'text-guardian': textPart('guardian'),
};

const storedParts = Object.keys(partRules) as StoredPart[];

/** A legal text as it was shown for signing, under the SHA-256 of its words. */
export interface ShownText {
  _id: string;
  version: string;
  title: string;
  html: string;
  at: Date;
}

/** The set-up of the centre as it stands now, in this and all other processes. */
export interface LiveConfig {
  /** Always the same object; each of its fields is the present one when it is read. */
  config: CentreConfig;
  /** What the files alone say. */
  files: ConfigParts;
  /** What the configuration is made of now. */
  parts(): ConfigParts;
  store: SettingsStore;
  /** Takes over what was saved, also by other processes. */
  refresh(): Promise<void>;
  /** A text that was shown for signing, by its SHA-256. */
  findShownText(sha256: string): Promise<ShownText | null>;
  stop(): void;
}

/** A view whose fields are read from the present configuration. */
const viewOf = (current: () => CentreConfig): CentreConfig => ({
  get centre() {
    return current().centre;
  },
  get booking() {
    return current().booking;
  },
  get services() {
    return current().services;
  },
  get contract() {
    return current().contract;
  },
  get consents() {
    return current().consents;
  },
  get guardianConsent() {
    return current().guardianConsent;
  },
  get holidays() {
    return current().holidays;
  },
  get notices() {
    return current().notices;
  },
  get retention() {
    return current().retention;
  },
  get security() {
    return current().security;
  },
  get proxies() {
    return current().proxies;
  },
  get articles() {
    return current().articles;
  },
  get measurement() {
    return current().measurement;
  },
});

/** The newest value of a part that fits its schema; those that do not are named in the log. */
async function readNewest(store: SettingsStore, part: StoredPart, after: number, log: Log): Promise<SettingRow | null> {
  const rows = await store.newest(part, 20, 'published');
  for (const row of rows.filter(({ rev }) => rev > after)) {
    const parsed = partRules[part].schema.safeParse(row.value);
    if (parsed.success) return { ...row, value: parsed.data };
    const faults = parsed.error.issues.map((issue) => `${z.core.toDotPath(issue.path)}: ${issue.message}`);
    log.error({ part, rev: row.rev, faults }, 'stored setting does not fit and is not used');
  }
  return null;
}

async function keepShownTexts(connection: Connection, config: CentreConfig, at: Date): Promise<void> {
  const { contract, consents, guardianConsent } = config;
  const rows = connection.collection<ShownText>('shownTexts');
  await Promise.all(
    [contract.agreement, ...consents, guardianConsent].map(({ sha256, version, title, html }) =>
      rows.updateOne({ _id: sha256 }, { $setOnInsert: { version, title, html, at } }, { upsert: true }),
    ),
  );
}

/**
 * Lays what is stored over the files and follows it.
 * @param base the files' own parts
 */
export async function followConfig(
  base: ConfigParts,
  { connection, clock, log }: { connection: Connection; clock: Clock; log: Log },
): Promise<LiveConfig> {
  const store = openSettings(connection);
  const seen = new Map<string, number>();
  let parts = base;
  let current = buildConfig(base);
  // Before a text can be signed it is kept, so that what was signed can always be shown.
  await keepShownTexts(connection, current, clock.now());

  const takeOver = async (): Promise<void> => {
    const heads = await store.heads();
    const newer = storedParts.filter((part) => (heads.get(part) ?? 0) > (seen.get(part) ?? 0));
    if (newer.length === 0) return;
    let next = parts;
    for (const part of newer) {
      const row = await readNewest(store, part, seen.get(part) ?? 0, log);
      if (row) next = partRules[part].put(next, row.value);
    }
    const built = buildConfig(next);
    await keepShownTexts(connection, built, clock.now());
    [parts, current] = [next, built];
    for (const part of newer) seen.set(part, heads.get(part) ?? 0);
  };
  // One after the other, so that an older reading never comes out on top.
  let running: Promise<void> = Promise.resolve();
  const refresh = (): Promise<void> => (running = running.catch(() => undefined).then(takeOver));

  await refresh();
  // A poll that fails keeps the last copy; the next one comes in three seconds.
  const timer = setInterval(() => void refresh().catch(() => undefined), POLL_MS);
  timer.unref();
  return {
    config: viewOf(() => current),
    files: base,
    parts: () => parts,
    store,
    refresh,
    findShownText: (sha256) => connection.collection<ShownText>('shownTexts').findOne({ _id: sha256 }),
    stop: () => clearInterval(timer),
  };
}
