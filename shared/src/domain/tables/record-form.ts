import table from '../data/record-form.json';
import type { RecordForm } from '../record-form';

/** The parts of a health record (国家基本公共卫生服务规范（第三版）2017 个人基本信息表). */
export const recordForm = table as RecordForm;
