import type { Programme } from '../chronic-table';
import table from '../data/chronic-smi.json';

/** Severe mental disorder (国家基本公共卫生服务规范（第三版）2017 严重精神障碍患者管理服务规范); for need-to-know staff only. */
export const smi = table as Programme;
