import type { ExamTable } from '../exam-table';
import table from '../data/physical-items.json';

/** Items of the physical with references and critical limits (国家基本公共卫生服务规范（第三版）2017 健康体检表; WS/T 404, 405, 428). */
export const physicalItems = table as ExamTable;
