import type { ProxyRelationship } from '@linkang/shared/api/proxy.routes';
import type { ProxyScope } from '@linkang/shared/api/proxy-scopes';

/** What a relative may do, in words. */
export const scopeNames: Record<ProxyScope, string> = {
  book: '预约和取消',
  report: '看报告',
  record: '看档案和签约',
  consult: '咨询医生',
};

/** What a relative is to the person, in words. */
export const relationshipNames: Record<ProxyRelationship, string> = {
  child: '子女',
  spouse: '配偶',
  parent: '父母',
  sibling: '兄弟姐妹',
  other: '其他家人',
};
