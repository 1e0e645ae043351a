import type { HomeTable } from '../home-table';
import table from '../data/home-weight.json';

/** Weight at home: no table has a line for it, so that it only draws a line. */
export const homeWeight = table as HomeTable;
