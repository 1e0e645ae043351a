import type { Screening } from '../chronic-table';
import table from '../data/screening-htn.json';

/** Screening for hypertension (国家基本公共卫生服务规范（第三版）2017; 国家基层高血压防治管理指南 2025版). */
export const htnScreening = table as Screening;
