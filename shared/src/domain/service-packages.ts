import table from './data/family-doctor.json';

/** One item of a service package. */
export interface ServicePackageItem {
  code: string;
  name: string;
  /** How often in a year; null for as often as needed. */
  yearlyQuantity: number | null;
}

/** A service package as the national table describes it; prices and what is offered are a centre's own settings. */
export interface ServicePackageTemplate {
  code: string;
  name: string;
  /** True where the national programme pays, so that no centre may charge for it. */
  free: boolean;
  /** Codes of the priority groups it is meant for; `ALL` for everyone. */
  forGroups: readonly string[];
  items: readonly ServicePackageItem[];
}

/** Every known service package (国卫基层发〔2018〕35号, 国卫基层发〔2022〕10号; the paid ones are examples). */
export const servicePackageTemplates: readonly ServicePackageTemplate[] = table.packages.map((row) => ({
  code: row.code,
  name: row.name_zh,
  free: row.fee === 0,
  forGroups: row.forGroups,
  items: row.items.map((item) => ({ code: item.code, name: item.name_zh, yearlyQuantity: item.yearlyQuantity })),
}));
