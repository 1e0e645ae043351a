import { dayOf } from '@linkang/shared/domain/clinic-day';
import type { EntryContent, EntryKind } from '@linkang/shared/domain/record-form';
import type { Deps } from '../../platform/deps';
import { putWholeRecord } from './record.importing';

/** A record of the demo. */
export interface DemoRecord {
  residentId: string;
  teamId: string;
  doctorId: string;
  /** Alone, with blood pressure and sugar; or with a family and an allergy. */
  life: 'alone' | 'family';
  openedAt: Date;
}

const sheet = (values: EntryContent['values']): EntryContent => ({ values, rows: [] });
const rows = (...all: EntryContent['rows']): EntryContent => ({ values: {}, rows: all });

const common: Partial<Record<EntryKind, EntryContent>> = {
  exposures: sheet({ kinds: ['无'] }),
  injuries: rows(),
  transfusions: rows(),
  disability: sheet({ kinds: ['无残疾'] }),
};
const basics = {
  residence: '户籍',
  nation: '汉族',
  rh: '不详',
  education: '初中',
  occupation: '无职业',
  payment: ['城镇职工基本医疗保险'],
};

const lives: Record<DemoRecord['life'], Partial<Record<EntryKind, EntryContent>>> = {
  alone: {
    basics: sheet({ ...basics, bloodType: 'O型', marital: '丧偶', contactName: '王小军', contactPhone: '13800138009' }),
    allergies: sheet({ drugs: ['无'] }),
    illnesses: rows(
      { disease: '高血压', year: 2012, month: 6 },
      { disease: '其他', detail: '腰椎间盘突出', year: 2018 },
    ),
    operations: rows({ name: '阑尾切除', year: 1988 }),
    family: sheet({ father: ['高血压', '脑卒中'], mother: ['无'] }),
  },
  family: {
    basics: sheet({ ...basics, bloodType: 'A型', marital: '已婚' }),
    allergies: sheet({ drugs: ['青霉素'] }),
    illnesses: rows({ disease: '糖尿病', year: 2016 }),
    operations: rows(),
    family: sheet({ mother: ['糖尿病'], siblings: ['糖尿病'] }),
  },
};

/** Adds a record for the demo; one that is there already stays. */
export async function createDemoRecord(deps: Deps, demo: DemoRecord): Promise<void> {
  const { residentId, teamId, doctorId, life, openedAt } = demo;
  await putWholeRecord(deps, {
    ...{ residentId, teamId, doctorId, openedDay: dayOf(openedAt), electronic: true },
    tags: life === 'alone' ? ['LivesAlone'] : [],
    ...{ by: doctorId, at: openedAt },
    parts: { ...common, ...lives[life] },
  });
}
