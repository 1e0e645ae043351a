import type { ExportRequest } from '@linkang/shared/api/export.routes';

/** What has become of a request. */
export const stateNames: Record<ExportRequest['state'], string> = {
  asked: '正在清点',
  waiting: '等人审批',
  approved: '正在生成',
  refused: '没有同意',
  ready: '可以下载',
  expired: '已过期删除',
  failed: '没有生成',
};

/** Why there is no file, and what to do next. */
export const faultWords: Record<NonNullable<ExportRequest['fault']>, string> = {
  TOO_MANY: '超过两万行，请把日期选短些再申请',
  NO_RIGHT: '申请人已没有导出权限',
};
