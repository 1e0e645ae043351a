import type { AnnouncementState } from '@linkang/shared/api/announcement.routes';
import type { ContentState } from '@linkang/shared/api/common';
import type { ContractState } from '@linkang/shared/api/contract.routes';
import type { ArticleState } from '@linkang/shared/api/article.routes';
import type { ImportRun } from '@linkang/shared/api/import.routes';
import type { LectureState } from '@linkang/shared/api/lecture.routes';
import type { Delivery } from '@linkang/shared/api/notice.routes';
import type { ProxyStatus } from '@linkang/shared/api/proxy.routes';
import type { BookingStatus, Session } from '@linkang/shared/api/session.routes';

type Tone = 'good' | 'wait' | 'bad' | 'calm';
type Word = readonly [text: string, tone: Tone];

/** States of a session in words. */
export const sessionWords: Record<Session['state'], Word> = {
  notReleased: ['未放号', 'wait'],
  open: ['可预约', 'good'],
  full: ['已满', 'bad'],
  suspended: ['停诊', 'bad'],
  ended: ['已结束', 'calm'],
};

/** States of a booking in words. */
export const bookingWords: Record<BookingStatus, Word> = {
  booked: ['已预约', 'good'],
  arrived: ['已到', 'good'],
  called: ['已叫号', 'good'],
  done: ['已完成', 'calm'],
  noShow: ['未到', 'bad'],
  cancelled: ['已取消', 'calm'],
  moved: ['已改期', 'calm'],
  suspended: ['停诊', 'bad'],
};

/** Mark of a booking whose session was moved onto another booking of the person. */
export const clashWord: Word = ['时间冲突', 'wait'];

/** Whether somebody seems not to have come or is known not to have, in words. */
export const absenceWords: Record<'suggested' | 'confirmed', Word> = {
  suggested: ['待核实', 'wait'],
  confirmed: ['爽约', 'bad'],
};

/** What became of a message to WeChat, in words. */
export const deliveryWords: Record<Delivery['state'], Word> = {
  failed: ['发送失败', 'bad'],
  noPermission: ['没有授权', 'wait'],
  unknown: ['不确定', 'wait'],
  waiting: ['等待发送', 'calm'],
  sent: ['已发送', 'good'],
};

/** States of a contract in words. */
export const contractWords: Record<ContractState, Word> = {
  pendingReview: ['待审核', 'wait'],
  scheduled: ['待生效', 'wait'],
  active: ['生效中', 'good'],
  rejected: ['已驳回', 'bad'],
  withdrawn: ['居民已撤回', 'calm'],
  expired: ['已到期', 'calm'],
  terminated: ['已解约', 'calm'],
  transferred: ['已转签', 'calm'],
  renewed: ['已续签', 'calm'],
};

/** States of an article in words. */
export const articleWords: Record<ArticleState, Word> = {
  draft: ['草稿', 'wait'],
  published: ['已发布', 'good'],
  withdrawn: ['已撤下', 'calm'],
};

/** States of a lecture in words. */
export const lectureWords: Record<LectureState, Word> = {
  draft: ['草稿', 'wait'],
  open: ['报名中', 'good'],
  full: ['已报满', 'bad'],
  ended: ['已结束', 'calm'],
  done: ['已归档', 'good'],
  cancelled: ['已取消', 'calm'],
};

/** States of an announcement in words. */
export const announcementWords: Record<AnnouncementState, Word> = {
  coming: ['未到日期', 'wait'],
  shown: ['显示中', 'good'],
  ended: ['已结束', 'calm'],
};

/** States of a relative's permission in words. */
export const proxyWords: Record<ProxyStatus, Word> = {
  proposed: ['等待确认', 'wait'],
  active: ['代办中', 'good'],
  rejected: ['本人不同意', 'calm'],
  revoked: ['已停止', 'calm'],
  expired: ['已到期', 'calm'],
};

/** States of a sheet that is imported in words. */
export const importWords: Record<ImportRun['state'], Word> = {
  reading: ['正在核对', 'wait'],
  checked: ['核对好，还没导入', 'wait'],
  importing: ['正在导入', 'wait'],
  done: ['已导入', 'good'],
  failed: ['不能导入', 'bad'],
  expired: ['没有导入，已过期', 'calm'],
};

/** What WeChat says of words that residents read, where it is not simply in order. */
const checkWords: Record<Exclude<ContentState, 'passed'>, Word> = {
  waiting: ['未检测', 'wait'],
  review: ['请再看一遍', 'wait'],
  refused: ['未通过检测，居民看不到', 'bad'],
};

/** Mark of something whose words WeChat has not approved; nothing where it has. */
export function CheckTag({ check }: { check: ContentState | undefined }) {
  if (check === undefined || check === 'passed') return null;
  return <StateTag word={checkWords[check]} />;
}

/** A state as a word with a colour beside it. */
export function StateTag({ word }: { word: Word }) {
  return <span className={`state-tag state-tag-${word[1]}`}>{word[0]}</span>;
}
