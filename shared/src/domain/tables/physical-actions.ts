import type { ActionTable } from '../exam-actions';
import table from '../data/physical-actions.json';

/** What follows a physical (国家基本公共卫生服务规范（第三版）2017; 医疗质量安全核心制度要点 2018). */
export const physicalActions = table as ActionTable;
