import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { servicePackageTemplates, type ServicePackageItem } from '@linkang/shared/domain/service-packages';
import {
  bookingSchema,
  centreSchema,
  consentsSchema,
  contractSchema,
  holidaysSchema,
  noticesSchema,
  servicesSchema,
  type BookingSettings,
  type CentreSettings,
  type ConsentPurpose,
  type HolidaySettings,
  type NoticeSettings,
  type ServiceSettings,
} from './config-schemas';
import { findTextFaults } from './config-text';

export type {
  BookingSettings,
  CentreSettings,
  ConsentPurpose,
  HolidaySettings,
  NoticeSettings,
  NoticeTemplate,
  ServiceSettings,
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

/** A service package as this centre offers it. */
export interface PackageSettings {
  code: string;
  name: string;
  priceFen: number;
  /** False: not offered to residents; contracts that hold it stay as they are. */
  enabled: boolean;
  /** Whom it is for, in words. */
  forWhom: string;
  /** Codes of the priority groups it is meant for; `ALL` for everyone. */
  forGroups: readonly string[];
  items: readonly ServicePackageItem[];
}

/** The agreement that residents sign, and the packages it is signed for. */
export interface ContractSettings {
  agreement: LegalText;
  packages: readonly PackageSettings[];
}

/** Everything that a centre changes without a programmer. */
export interface CentreConfig {
  centre: CentreSettings;
  booking: BookingSettings;
  services: readonly ServiceSettings[];
  contract: ContractSettings;
  consents: readonly ConsentText[];
  holidays: HolidaySettings;
  notices: NoticeSettings;
}

/** The configuration has faults; `faults` names each with its file and path. */
export class ConfigError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`配置有 ${faults.length} 处错误，请改好后再启动：\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

const { localeError } = z.locales.zhCN();

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
      this.faults.push(`${file}: ${path === '' ? '' : `${path}: `}${issue.message}`);
    }
    return undefined;
  }

  readText(file: string, mustName: readonly string[]): { html: string; sha256: string } {
    const html = this.readFile(file)?.trim();
    if (html === undefined) return { html: '', sha256: '' };
    for (const fault of findTextFaults(html)) this.faults.push(`${file}: ${fault}`);
    for (const words of mustName) {
      if (!html.includes(words)) this.faults.push(`${file}: 没有写明“${words}”（见 centre.json）`);
    }
    return { html, sha256: createHash('sha256').update(html).digest('hex') };
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

function toPackage(row: z.output<typeof contractSchema>['packages'][number]): PackageSettings {
  const template = servicePackageTemplates.find((known) => known.code === row.code);
  if (!template) throw new RangeError(`unknown package ${row.code}`);
  return { ...row, name: template.name, forGroups: template.forGroups, items: template.items };
}

/**
 * Reads and checks the configuration of a centre. Pure apart from reading the files.
 * @param dir folder that holds centre.json and the other files
 * @throws ConfigError naming every fault of every file at once
 */
export function loadConfig(dir: string): CentreConfig {
  const reader = new ConfigReader(dir);
  const centre = reader.readSettings('centre.json', centreSchema);
  const booking = reader.readSettings('booking.json', bookingSchema);
  const services = reader.readSettings('services.json', servicesSchema);
  const contract = reader.readSettings('contract.json', contractSchema);
  const consents = reader.readSettings('consents.json', consentsSchema);
  const holidays = reader.readSettings('holidays.json', holidaysSchema);
  const notices = reader.readSettings('notices.json', noticesSchema);

  // A text taken over from another centre must not go out under the wrong name or phone.
  const mustName = centre ? [centre.name, centre.phone] : [];
  const readLegalText = ({ file, ...rest }: { file: string; version: string; title: string }): LegalText => ({
    ...rest,
    ...reader.readText(file, mustName),
  });
  const agreement = contract && readLegalText(contract.agreement);
  const consentTexts = consents?.map(({ purpose, required, ...rest }) => ({
    purpose,
    required,
    ...readLegalText(rest),
  }));

  if (reader.faults.length > 0) throw new ConfigError(reader.faults);
  if (!centre || !booking || !services || !contract || !agreement || !consentTexts || !holidays || !notices)
    throw new ConfigError(['配置没有读全']);
  return {
    centre,
    booking,
    services,
    contract: { agreement, packages: contract.packages.map(toPackage) },
    consents: consentTexts,
    holidays,
    notices,
  };
}
