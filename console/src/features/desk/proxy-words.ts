import type { ProxyRelationship } from '@linkang/shared/api/proxy.routes';
import type { ProxyScope } from '@linkang/shared/api/proxy-scopes';

/** What a relative may do, in words. */
export const scopeNames: Record<ProxyScope, string> = {
  book: '帮忙预约',
  report: '看报告',
  record: '看健康档案',
  consult: '帮忙咨询',
};

/** What a relative is to the person, in words. */
export const relationshipNames: Record<ProxyRelationship, string> = {
  child: '子女',
  spouse: '配偶',
  parent: '父母',
  sibling: '兄弟姐妹',
  other: '其他家人',
};
