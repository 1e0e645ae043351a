import type { Programme } from '../chronic-table';
import table from '../data/chronic-stroke.json';

/** Stroke (脑卒中二级预防指南); local, not in the national set. */
export const stroke = table as Programme;
