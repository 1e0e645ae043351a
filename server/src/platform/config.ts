import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import {
  centreSettings,
  servicesSettings,
  type CentreSettings,
  proxiesSettings,
  articlesSettings,
  securitySettings,
  type ArticlesSettings,
  type PackageRow,
  type ProxiesSettings,
  type SecuritySettings,
  type ServiceSettings,
  type TextKind,
} from '@linkang/shared/api/settings';
import { fillText, findTextFaults, type TextFilling } from '@linkang/shared/domain/legal-text';
import { servicePackageTemplates, type ServicePackageItem } from '@linkang/shared/domain/service-packages';
import {
  bookingSchema,
  consentsSchema,
  contractSchema,
  holidaysSchema,
  measurementSchema,
  noticesSchema,
  retentionSchema,
  type BookingSettings,
  type ConsentPurpose,
  type HolidaySettings,
  type MeasurementSettings,
  type NoticeSettings,
  type RetentionSettings,
} from './config-schemas';
import { faultText } from './http/problems';

export type { CentreSettings, ServiceSettings } from '@linkang/shared/api/settings';
export type {
  BookingSettings,
  ConsentPurpose,
  HolidaySettings,
  MeasurementSettings,
  NoticeSettings,
  NoticeTemplate,
  RetentionKey,
  RetentionSettings,
  TimedKey,
} from './config-schemas';

/** A legal text exactly as residents are shown it. */
export interface LegalText {
  version: string;
  title: string;
  html: string;
  /** SHA-256 of `html` in hexadecimal: proves later which text was agreed to. */
  sha256: string;
}

/** The text of a consent and what it is for. */
export interface ConsentText extends LegalText {
  purpose: ConsentPurpose;
  required: true;
}

/** A service package as this centre offers it, with what the catalogue says of it. */
export interface PackageSettings extends PackageRow {
  name: string;
  /** Codes of the priority groups it is meant for; `ALL` for everyone. */
  forGroups: readonly string[];
  items: readonly ServicePackageItem[];
}

/** The centre's rules of renewing, changing the team and signing on paper. */
export type ContractRules = z.output<typeof contractSchema>['rules'];

/** The agreement that residents sign, and the packages it is signed for. */
export interface ContractSettings {
  agreement: LegalText;
  rules: ContractRules;
  packages: readonly PackageSettings[];
}

/** Everything that a centre changes without a programmer. */
export interface CentreConfig {
  centre: CentreSettings;
  booking: BookingSettings;
  services: readonly ServiceSettings[];
  contract: ContractSettings;
  /** What everybody agrees to. */
  consents: readonly ConsentText[];
  /** What a guardian agrees to besides, for a child under 14. */
  guardianConsent: ConsentText;
  holidays: HolidaySettings;
  notices: NoticeSettings;
  retention: RetentionSettings;
  security: SecuritySettings;
  /** For how many people relatives may act. */
  proxies: ProxiesSettings;
  /** Who looks at articles before residents do. */
  articles: ArticlesSettings;
  /** Who answers to what people measure at home. */
  measurement: MeasurementSettings;
}

/** A legal text whose placeholders are still open. */
export interface TextTemplate {
  version: string;
  title: string;
  html: string;
}

/** What the configuration is made of, part by part. */
export interface ConfigParts {
  centre: CentreSettings;
  /** How often the centre changed its name, phone or address, and so the words of the legal texts. */
  renamings: number;
  booking: BookingSettings;
  contractRules: ContractRules;
  services: readonly ServiceSettings[];
  packages: readonly PackageRow[];
  texts: Readonly<Record<TextKind, TextTemplate>>;
  holidays: HolidaySettings;
  notices: NoticeSettings;
  retention: RetentionSettings;
  security: SecuritySettings;
  proxies: ProxiesSettings;
  articles: ArticlesSettings;
  measurement: MeasurementSettings;
}

/** The configuration has faults; `faults` names each with its file and path. */
export class ConfigError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`配置有 ${faults.length} 处错误，请改好后再启动：\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

const { localeError } = z.locales.zhCN();

/** A fault in words: rules that the console shares give a code. */
const sayIssue = ({ message }: z.core.$ZodIssue): string => (/^[A-Z_]+$/.test(message) ? faultText(message) : message);

/** Reads the files of one folder and collects every fault instead of stopping at the first. */
class ConfigReader {
  readonly faults: string[] = [];

  constructor(private readonly dir: string) {}

  readSettings<T extends z.ZodType>(file: string, schema: T): z.output<T> | undefined {
    const content = this.readFile(file);
    if (content === undefined) return undefined;
    let value: unknown;
    try {
      value = JSON.parse(content);
    } catch (error) {
      this.faults.push(`${file}: 不是有效的 JSON（${error instanceof Error ? error.message : String(error)}）`);
      return undefined;
    }
    const parsed = schema.safeParse(value, { error: localeError });
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
      const path = z.core.toDotPath(issue.path);
      this.faults.push(`${file}: ${path === '' ? '' : `${path}: `}${sayIssue(issue)}`);
    }
    return undefined;
  }

  readText({ file, version, title }: { file: string; version: string; title: string }): TextTemplate {
    const html = this.readFile(file)?.trim() ?? '';
    if (html !== '') for (const fault of findTextFaults(html)) this.faults.push(`${file}: ${fault}`);
    return { version, title, html };
  }

  private readFile(file: string): string | undefined {
    try {
      return readFileSync(join(this.dir, file), 'utf8');
    } catch {
      this.faults.push(`${file}: 读不到这个文件`);
      return undefined;
    }
  }
}

/**
 * Reads and checks the files of a centre.
 * @param dir folder that holds centre.json and the other files
 * @throws ConfigError naming every fault of every file at once
 */
export function loadConfigParts(dir: string): ConfigParts {
  const reader = new ConfigReader(dir);
  const centre = reader.readSettings('centre.json', centreSettings);
  const booking = reader.readSettings('booking.json', bookingSchema);
  const services = reader.readSettings('services.json', servicesSettings);
  const contract = reader.readSettings('contract.json', contractSchema);
  const consents = reader.readSettings('consents.json', consentsSchema);
  const holidays = reader.readSettings('holidays.json', holidaysSchema);
  const notices = reader.readSettings('notices.json', noticesSchema);
  const retention = reader.readSettings('retention.json', retentionSchema);
  const agreement = contract && reader.readText(contract.agreement);
  const security = reader.readSettings('security.json', securitySettings);
  const proxies = reader.readSettings('proxies.json', proxiesSettings);
  const articles = reader.readSettings('articles.json', articlesSettings);
  const measurement = reader.readSettings('measurement.json', measurementSchema);
  const consentOf = (purpose: ConsentPurpose): TextTemplate | undefined => {
    const row = consents?.find((consent) => consent.purpose === purpose);
    return row && reader.readText(row);
  };
  const service = consentOf('service');
  const sensitive = consentOf('sensitive');
  const guardian = consentOf('guardian');
  if (reader.faults.length > 0) throw new ConfigError(reader.faults);
  const texts = agreement && service && sensitive && guardian && { agreement, service, sensitive, guardian };
  if (!centre || !booking || !services || !contract || !texts || !holidays || !notices)
    throw new ConfigError(['配置没有读全']);
  if (!retention || !security || !proxies || !articles || !measurement) throw new ConfigError(['配置没有读全']);
  const { packages } = contract;
  const contractRules = contract.rules;
  const rules = { contractRules, booking, holidays, notices, retention, security, proxies, articles, measurement };
  return { centre, renamings: 0, services, packages, texts, ...rules };
}

function toPackage(row: PackageRow): PackageSettings {
  const template = servicePackageTemplates.find((known) => known.code === row.code);
  if (!template) throw new RangeError(`unknown package ${row.code}`);
  return { ...row, name: template.name, forGroups: template.forGroups, items: template.items };
}

/** What fills the placeholders of the legal texts. */
export const fillingOf = (centre: CentreSettings): TextFilling => ({
  centreName: centre.name,
  centrePhone: centre.phone,
  centreAddress: centre.address,
});

/** The configuration that its parts make: legal texts are filled with the centre's name and phone. */
export function buildConfig(parts: ConfigParts): CentreConfig {
  const { centre, renamings } = parts;
  const render = ({ version, title, html }: TextTemplate): LegalText => {
    const filled = fillText(html, fillingOf(centre));
    // Who read the text under the former name has to read it anew: other words are another version.
    const shown = renamings === 0 ? version : `${version}.${renamings}`;
    return { version: shown, title, html: filled, sha256: createHash('sha256').update(filled).digest('hex') };
  };
  const consentOf = (purpose: ConsentPurpose): ConsentText => ({
    purpose,
    required: true,
    ...render(parts.texts[purpose]),
  });
  return {
    centre,
    booking: parts.booking,
    services: parts.services,
    contract: {
      agreement: render(parts.texts.agreement),
      rules: parts.contractRules,
      packages: parts.packages.map(toPackage),
    },
    consents: [consentOf('service'), consentOf('sensitive')],
    guardianConsent: consentOf('guardian'),
    holidays: parts.holidays,
    notices: parts.notices,
    retention: parts.retention,
    security: parts.security,
    proxies: parts.proxies,
    articles: parts.articles,
    measurement: parts.measurement,
  };
}

/** The configuration as the files alone have it. @throws ConfigError naming every fault of every file at once */
export const loadConfig = (dir: string): CentreConfig => buildConfig(loadConfigParts(dir));
