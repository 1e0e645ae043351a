import { centreRoutes, type CentreRoutes } from '@linkang/shared/api/centre.routes';
import { contractRoutes, type ContractRoutes } from '@linkang/shared/api/contract.routes';
import type { CallInput } from '@linkang/shared/api/route';
import type {
  ArticlesSettings,
  BookingRules,
  CentreSettings,
  PackageRow,
  ProxiesSettings,
  SecuritySettings,
  ServiceSettings,
  TextKind,
} from '@linkang/shared/api/settings';
import { findTextFaults } from '@linkang/shared/domain/legal-text';
import type { FieldFault } from '@linkang/shared/errors';
import { faultsOfIssues } from '../../components/form-faults';

type Checked<B> = { body: B; faults?: undefined } | { faults: FieldFault[] };

interface Parsed<B> {
  success: boolean;
  data?: B;
  error?: { issues: { path: readonly PropertyKey[]; message: string }[] };
}

const checkedOf = <B>(parsed: Parsed<B>): Checked<B> =>
  parsed.success ? { body: parsed.data as B } : { faults: faultsOfIssues(parsed.error?.issues ?? []) };

/** Checks the centre by the server's schema. */
export const checkCentre = (rev: number, centre: unknown): Checked<{ rev: number; centre: CentreSettings }> =>
  checkedOf(centreRoutes.saveCentre.body.safeParse({ rev, centre }));

/** Checks the rules of booking by the server's schema. */
export const checkBooking = (rev: number, booking: unknown): Checked<{ rev: number; booking: BookingRules }> =>
  checkedOf(centreRoutes.saveBooking.body.safeParse({ rev, booking }));

/** Checks how staff sign in by the server's schema. */
export const checkSecurity = (rev: number, security: unknown): Checked<{ rev: number; security: SecuritySettings }> =>
  checkedOf(centreRoutes.saveSecurity.body.safeParse({ rev, security }));

/** Checks for how many people relatives may act by the server's schema. */
export const checkProxies = (rev: number, proxies: unknown): Checked<{ rev: number; proxies: ProxiesSettings }> =>
  checkedOf(centreRoutes.saveProxies.body.safeParse({ rev, proxies }));

/** Checks who looks at articles by the server's schema. */
export const checkArticles = (rev: number, articles: unknown): Checked<{ rev: number; articles: ArticlesSettings }> =>
  checkedOf(centreRoutes.saveArticles.body.safeParse({ rev, articles }));

/** Checks all services by the server's schema. */
export const checkServices = (
  rev: number,
  services: readonly unknown[],
): Checked<{ rev: number; services: ServiceSettings[] }> =>
  checkedOf(centreRoutes.saveServices.body.safeParse({ rev, services }));

/** Checks the packages by the server's schema. */
export const checkPackages = (
  rev: number,
  packages: readonly unknown[],
): Checked<{ rev: number; packages: PackageRow[] }> =>
  checkedOf(contractRoutes.savePackages.body.safeParse({ rev, packages }));

/** What a legal text lacks, or must not hold. */
function textFault(html: string): FieldFault[] {
  const faults = findTextFaults(html);
  return faults.length > 0 ? [{ path: 'html', code: 'LEGAL_TEXT', message: faults.join('；') }] : [];
}

/** Checks a legal text by the server's schema and its rule for the words. */
export function checkText(
  rev: number,
  words: { title?: string; html?: string },
): Checked<CallInput<ContractRoutes['saveTextDraft']>['body']> {
  const checked = checkedOf(contractRoutes.saveTextDraft.body.safeParse({ rev, ...words }));
  if (checked.faults) return checked;
  const faults = textFault(checked.body.html);
  return faults.length > 0 ? { faults } : checked;
}

export type CentreBody = CallInput<CentreRoutes['saveCentre']>['body'];

/** The legal texts in words. */
export const textNames: Record<TextKind, string> = {
  agreement: '签约协议',
  service: '隐私说明',
  sensitive: '敏感个人信息同意书',
  guardian: '儿童信息监护人同意书',
};
