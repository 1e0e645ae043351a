import type { Programme } from '../chronic-table';
import table from '../data/chronic-chd.json';

/** Coronary heart disease (冠心病基层诊疗指南 2020); local, not in the national set. */
export const chd = table as Programme;
