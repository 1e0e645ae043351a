import type { ActivityTable } from '../education-tables';
import table from '../data/education-activities.json';

/** Kinds of activities (国家基本公共卫生服务规范（第三版）2017 健康教育服务规范). */
export const educationActivities = table as ActivityTable;
