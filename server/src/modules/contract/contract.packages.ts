import { createHash } from 'node:crypto';
import type { ServicePackage } from '@linkang/shared/api/contract.routes';
import { ageOn } from '@linkang/shared/domain/clinic-day';
import type { ContractSettings, PackageSettings } from '../../platform/config';
import type { SignedPackage } from './contract.schema';

/** The free package that belongs to every contract. */
export const BASIC_PACKAGE = 'BASIC';

/** What decides which packages fit a person. */
export interface Person {
  birthDay: string;
  sex: 'male' | 'female';
}

type Fit = 'fits' | 'confirm' | 'misfit';

/** How a priority group fits a person: age and sex are known, illness and certificates are the team's to confirm. */
function fitOfGroup(group: string, person: Person, today: string): Fit {
  const age = ageOn(person.birthDay, today);
  switch (group) {
    case 'ALL':
      return 'fits';
    case 'Elderly65':
      return age >= 65 ? 'fits' : 'misfit';
    case 'Child0to6':
      return age < 7 ? 'fits' : 'misfit';
    case 'Pregnant':
      return person.sex === 'female' ? 'confirm' : 'misfit';
    default:
      return 'confirm';
  }
}

/** How a package fits a person: as well as the best of its groups. */
export function fitOf(settings: PackageSettings, person: Person, today: string): Fit {
  const fits = settings.forGroups.map((group) => fitOfGroup(group, person, today));
  return (['fits', 'confirm'] as const).find((fit) => fits.includes(fit)) ?? 'misfit';
}

/** The packages on offer, the basic one first. */
export const offeredPackages = ({ packages }: ContractSettings): PackageSettings[] => {
  const offered = packages.filter((row) => row.enabled);
  const isBasic = (row: PackageSettings): boolean => row.code === BASIC_PACKAGE;
  return [...offered.filter(isBasic), ...offered.filter((row) => !isBasic(row))];
};

/** A package on offer; `fit` says whether the reader is told that the team confirms it. */
export const presentPackage = (settings: PackageSettings, textVersion: string, fit: Fit): ServicePackage => ({
  id: settings.code,
  code: settings.code,
  name: settings.name,
  priceFen: settings.priceFen,
  forWhom: fit === 'confirm' ? `${settings.forWhom}，由签约团队核实` : settings.forWhom,
  items: settings.items.map((item) => ({ ...item })),
  textVersion,
});

/** The packages as they are on offer now, to be kept in the contract. */
export const signPackages = (packages: readonly PackageSettings[]): SignedPackage[] =>
  packages.map(({ code, name, priceFen, items }) => ({
    code,
    name,
    priceFen,
    items: items.map((item) => ({ code: item.code, name: item.name, yearlyQuantity: item.yearlyQuantity })),
  }));

/** SHA-256 that tells one content of packages from another. */
export const packageVersionOf = (packages: readonly SignedPackage[]): string =>
  createHash('sha256').update(JSON.stringify(packages)).digest('hex');
