import { addDays, dayOf, instantOf } from '@linkang/shared/domain/clinic-day';
import { insertWalkIn } from './entry.model';
import { insertLecture, type LectureContent } from './lecture.model';
import { openPublished } from './lecture.service';
import { closeRecord, writeRecord } from './record.model';

const LECTURE_DAYS_AGO = 3;
const CLINIC_DAYS_AGO = 35;

const talk = (day: string): LectureContent => ({
  kind: 'LECTURE',
  title: '少盐少油，一家人的饭菜怎么做',
  intro: '看看家里的油盐酱油一天用了多少，学两道少盐的菜。',
  speaker: '林静秋 全科副主任医师',
  ...{ day, startTime: '09:30', endTime: '10:30', place: '三楼健康教育室' },
  ...{ location: null, partner: '', audience: '高血压患者和家属', healthDay: null, capacity: 30 },
});

const clinic = (day: string): LectureContent => ({
  kind: 'FREE_CLINIC',
  title: '桂花里广场义诊',
  intro: '免费量血压、测血糖，医生现场看报告。',
  speaker: '何静 护士长',
  ...{ day, startTime: '08:30', endTime: '10:30', place: '桂花里社区广场' },
  location: { latitude: 32.0512, longitude: 118.7704 },
  ...{ partner: '桂花里居委会', audience: '辖区居民', healthDay: null, capacity: 60 },
});

const announce = (id: string, content: LectureContent, createdBy: string): Promise<void> =>
  insertLecture({ _id: id, ...content, state: 'published', opened: false, createdBy, rev: 0 });

/** A talk of some days ago that somebody came to, and a free clinic whose record is closed; once each. */
export async function createDemoActivities(residentId: string, staffId: string, now: Date): Promise<void> {
  const talkDay = addDays(dayOf(now), -LECTURE_DAYS_AGO);
  const clinicDay = addDays(dayOf(now), -CLINIC_DAYS_AGO);
  await announce('demo-activity-talk', talk(talkDay), staffId);
  await announce('demo-activity-clinic', clinic(clinicDay), staffId);
  await openPublished(now);
  const entry = { lectureId: 'demo-activity-talk', day: talkDay, residentId, count: 1, note: '' };
  const at = instantOf(talkDay, '09:25');
  await insertWalkIn({ _id: 'demo-activity-entry', ...entry, at, by: staffId, status: 'kept' });
  const doneAt = instantOf(clinicDay, '16:00');
  await writeRecord('demo-activity-clinic', 0, {
    values: { doctors: '林静秋、何静', servedPersonTimes: 46, bloodPressureCount: 46, glucoseCount: 21 },
    handouts: [{ name: '高血压防治手册', copies: 40 }],
    ...{ photoIds: [], photosAllowed: false, paperSheet: true, articleIds: [], pictureIds: [] },
    summary: '来的多是老年人，血压高的有九位，已请他们到中心复测。下次多带一台血糖仪。',
    ...{ by: staffId, at: doneAt },
  });
  const attendance = { registered: 0, walkIns: 0, counted: 46, total: 46 };
  await closeRecord('demo-activity-clinic', 1, { attendance, doneAt, doneBy: staffId });
}
