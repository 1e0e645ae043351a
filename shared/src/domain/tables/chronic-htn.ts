import type { Programme } from '../chronic-table';
import table from '../data/chronic-htn.json';

/** Hypertension (国家基本公共卫生服务规范（第三版）2017 高血压患者健康管理服务规范). */
export const htn = table as Programme;
