import type { ActionKind, RecheckSubject } from './exam-actions';
import type { ProgrammeCode } from './chronic-table';

/** What a task asks for; an `alert` is a home measurement that somebody has to look at. */
export type TaskKind = ActionKind | 'alert';

/** Longest words about what came of a task, in characters. */
export const TASK_WORDS_MAX = 300;

/** Kinds of tasks in the words of the staff. */
export const taskKinds = {
  actNow: '马上处理',
  call: '马上打电话',
  urgentReferral: '紧急转诊',
  alert: '在家测量异常',
  recheck: '复查',
  enrol: '建议纳入管理',
  referral: '转诊',
  referralCheck: '追问转诊结果',
  followUp: '随访',
  homeVisit: '上门',
  fullScale: '完整量表',
  advice: '告知结果',
  nextExam: '下次体检',
} as const satisfies Record<TaskKind, string>;

/** Programmes as staff name them. */
export const programmeWords: Readonly<Record<ProgrammeCode, string>> = {
  HTN: '高血压',
  T2DM: '2型糖尿病',
  SMI: '严重精神障碍',
  CHD: '冠心病',
  STROKE: '脑卒中',
};

const recheckWords: Readonly<Record<RecheckSubject, string>> = {
  bloodPressure: '换一天，再来量一次血压',
  glucose: '空着肚子来，再查一次血糖',
  finding: '有结果要医生再看一看，请来一趟',
  risk: '过几个月再来查一查身体情况',
};

/** What a task is to the person: one spoken sentence, and whether the person has to do something. */
export interface PersonStep {
  title: string;
  /** Nothing for the person to do before the doctor speaks up. */
  isDoctors: boolean;
}

const does = (title: string): PersonStep => ({ title, isDoctors: false });
const waits = (title: string): PersonStep => ({ title, isDoctors: true });

/** What a task means for the person, in plain words; undefined where only staff have to do with it. */
export function stepOf(task: {
  kind: TaskKind;
  subject?: RecheckSubject;
  programme?: ProgrammeCode;
}): PersonStep | undefined {
  const name = task.programme === undefined ? '慢病' : programmeWords[task.programme];
  switch (task.kind) {
    case 'recheck':
      return does(recheckWords[task.subject ?? 'finding']);
    case 'enrol':
      return does(`听医生讲讲${name}，商量要不要定期随访`);
    case 'followUp':
      return does(`和医生约好下次${name}随访`);
    case 'referral':
      return does('到上级医院再看一看，医生会给您转诊单');
    case 'urgentReferral':
      return does('请尽快到上级医院看，医生会给您安排');
    case 'fullScale':
      return does('来做一次详细的记忆或心情检查');
    case 'nextExam':
      return does('做下一次免费体检');
    case 'homeVisit':
      return waits('医生会和您商量上门看您');
    case 'advice':
      return waits('医生会给您讲讲体检结果');
    case 'call':
    case 'actNow':
      return waits('医生会马上联系您，请留意电话');
    case 'alert':
      return waits('医生会看您在家量的结果');
    case 'referralCheck':
      return undefined;
  }
}
