import type { HomeTable } from '../home-table';
import table from '../data/home-temperature.json';

/** Temperature at home; its lines are those of the physical. */
export const homeTemperature = table as HomeTable;
