import type { Screening } from '../chronic-table';
import table from '../data/screening-t2dm.json';

/** Screening for type-2 diabetes (国家基本公共卫生服务规范（第三版）2017; 中国2型糖尿病防治指南 2020). */
export const t2dmScreening = table as Screening;
