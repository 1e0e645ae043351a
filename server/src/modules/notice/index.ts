import type { Module } from '../../platform/module';
import { buildNoticeHandlers } from './notice.router';

/** What is next: for a resident on the home page, for staff on the page of the day. */
export const noticeModule: Module = { feature: 'notice', handlers: buildNoticeHandlers };
