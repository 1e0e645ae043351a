import type { Programme } from '../chronic-table';
import table from '../data/chronic-t2dm.json';

/** Type-2 diabetes (国家基本公共卫生服务规范（第三版）2017 2型糖尿病患者健康管理服务规范). */
export const t2dm = table as Programme;
