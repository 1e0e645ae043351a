import type { MinimumTable } from '../education-tables';
import table from '../data/education-minimums.json';

/** What a house owes in a year (国家基本公共卫生服务规范（第三版）2017 健康教育服务规范). */
export const educationMinimums = table as MinimumTable;
