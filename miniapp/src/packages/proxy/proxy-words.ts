import type { ProxyScope } from '@linkang/shared/api/proxy-scopes';
import type { Proxy, ProxyRelationship, ProxyStatus } from '@linkang/shared/api/proxy.routes';
import type { Tone } from '@/components/tag';

/** What can be allowed, in words that everybody understands. */
export const SCOPES: readonly { value: ProxyScope; title: string; note: string }[] = [
  { value: 'book', title: '帮忙预约', note: '约门诊、体检和讲座，也能取消' },
  { value: 'report', title: '看报告', note: '看体检和检查的结果' },
  { value: 'record', title: '看健康档案', note: '看个人资料和家庭医生签约' },
  { value: 'consult', title: '帮忙咨询', note: '替本人向医生提问' },
];

/** What the relative is to the person. */
export const RELATIONSHIPS: readonly { value: ProxyRelationship; title: string }[] = [
  { value: 'child', title: '子女' },
  { value: 'spouse', title: '配偶' },
  { value: 'parent', title: '父母' },
  { value: 'sibling', title: '兄弟姐妹' },
  { value: 'other', title: '其他家人' },
];

/** The relationship in one word. */
export const relationshipWord = (relationship: ProxyRelationship): string =>
  RELATIONSHIPS.find(({ value }) => value === relationship)?.title ?? '';

/** The scopes in one sentence. */
export const scopesWord = (scopes: readonly ProxyScope[]): string =>
  SCOPES.filter(({ value }) => scopes.includes(value))
    .map(({ title }) => title)
    .join('、');

const STATES: Record<ProxyStatus, { tone: Tone; word: string }> = {
  proposed: { tone: 'wait', word: '等对方同意' },
  active: { tone: 'good', word: '已同意' },
  rejected: { tone: 'bad', word: '对方没有同意' },
  revoked: { tone: 'plain', word: '已停止' },
  expired: { tone: 'plain', word: '已到期' },
};

/** The state of what was asked for. */
export const stateWord = (status: ProxyStatus): { tone: Tone; word: string } => STATES[status];

/** Whether it can still be ended. */
export const isOpen = ({ status }: Proxy): boolean => status === 'proposed' || status === 'active';
