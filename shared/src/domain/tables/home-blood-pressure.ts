import type { HomeTable } from '../home-table';
import table from '../data/home-blood-pressure.json';

/** Blood pressure at home (国家基层高血压防治管理指南 2025版; 国家基本公共卫生服务规范（第三版）2017). */
export const homeBloodPressure = table as HomeTable;
