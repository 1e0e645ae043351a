import { noticeModule } from '@linkang/server/modules/notice';
import { sessionModule } from '@linkang/server/modules/session';
import type { Notice } from '@linkang/shared/api/notice.routes';
import { bodyOf } from './answers';
import type { Caller } from './http';
import type { TestServer } from './server';

/** What the list answers. */
export interface Inbox {
  items: Notice[];
  nextCursor: string | null;
  unread: number;
}

/** Runs a job of the messages once, as the timer does. */
export async function runNoticeJob(
  server: TestServer,
  name: 'deliverNotices' | 'pushNotices' | 'gatherCalls',
): Promise<void> {
  const job = noticeModule.jobs?.(server.deps).find((row) => row.name === name);
  if (!job) throw new Error(`no job ${name}`);
  await job.run();
}

/** Writes the reminders that are due and puts them into the lists, as the timers do. */
export async function remind(server: TestServer): Promise<void> {
  const job = sessionModule.jobs?.(server.deps).find((row) => row.name === 'remindVisits');
  if (!job) throw new Error('no job remindVisits');
  await job.run();
  await runNoticeJob(server, 'deliverNotices');
}

/** The account's messages, once everything that is owed has been delivered. */
export async function inboxOf(server: TestServer, caller: Caller, query = ''): Promise<Inbox> {
  await runNoticeJob(server, 'deliverNotices');
  return bodyOf(await caller.get<Inbox>(`/notices${query}`));
}

/** What the stub was asked to send. */
export interface SentMessage {
  touser: string;
  template_id: string;
  page: string;
  data: Record<string, { value: string }>;
  miniprogram_state: string;
}

/** Steers or asks the stand-in for WeChat. */
export async function stubCall<T = unknown>(baseUrl: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${baseUrl}/__stub/${path}`, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  return (await response.json()) as T;
}

/** All that the stub sent, in order. */
export const sentBy = async (baseUrl: string): Promise<SentMessage[]> =>
  (await stubCall<{ items: SentMessage[] }>(baseUrl, 'sent')).items;
