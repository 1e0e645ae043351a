import type { HomeTable } from '../home-table';
import table from '../data/home-glucose.json';

/** Glucose at home (国家基本公共卫生服务规范（第三版）2017; 中国2型糖尿病防治指南 2020). */
export const homeGlucose = table as HomeTable;
