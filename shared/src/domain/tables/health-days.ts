import type { HealthDayTable } from '../education-tables';
import table from '../data/health-days.json';

/** Days and months of the year that activities are held on; lines marked `check` move or differ. */
export const healthDays = table as HealthDayTable;
