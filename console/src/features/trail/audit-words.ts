import type { AuditEntry } from '@linkang/shared/api/trail.routes';
import { roleNames } from '../../components/words';

/** How a request ended, in words. */
export const resultWords: Record<AuditEntry['result'], readonly [string, 'good' | 'bad' | 'wait']> = {
  done: ['已执行', 'good'],
  denied: ['已拒绝', 'bad'],
  failed: ['没有办成', 'wait'],
};

/** What was done with the data, in words. */
export const kindWords: Record<AuditEntry['kind'], string> = {
  view: '查看',
  search: '查找',
  change: '办理',
  print: '打印',
  export: '导出',
};

/** Who acted, as what. */
export const actorText = ({ staffName, role, roles }: AuditEntry): string => {
  if (role === 'relative') return `${staffName}（家人）`;
  return roles.length ? `${staffName}（${roles.map((one) => roleNames[one] ?? one).join('、')}）` : staffName;
};

/** An action told to staff: the person whose data they were is somebody else. */
export const actionText = (words: string): string => words.replaceAll('您', '居民');
