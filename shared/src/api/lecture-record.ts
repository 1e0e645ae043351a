import { z } from 'zod';
import { RECORD_COUNT_MAX, RECORD_WORDS_MAX } from '../domain/activity-record';
import { id, idParams, instant, rev, text } from './common';
import { attendanceCounts } from './lecture-day';
import { lecturePaths } from './lecture.paths';

/** Most pictures of a record, and of what is handed out. */
export const MAX_PHOTOS = 12;
const MAX_LINES = 20;

/** The kind's fields by the table's codes; `checkRecordValues` says which there are. */
const values = z.record(z.string().regex(/^[A-Za-z]{1,32}$/), z.union([z.number(), z.string().trim()]));

const handout = z.object({
  name: text(40),
  copies: z.number().int().min(1, { error: 'TOO_SMALL' }).max(RECORD_COUNT_MAX, { error: 'TOO_LARGE' }),
});

const files = z.array(id).max(MAX_PHOTOS, { error: 'TOO_MANY' });

/** What staff write down of an activity. */
const content = {
  values: values.default({}),
  handouts: z.array(handout).max(MAX_LINES, { error: 'TOO_MANY' }).default([]),
  /** Pictures of the day; `photosAllowed` says that everybody who can be recognised agreed. */
  photoIds: files.default([]),
  photosAllowed: z.boolean().default(false),
  /** People signed on paper, and the sheet is kept. */
  paperSheet: z.boolean().default(false),
  summary: z
    .string()
    .trim()
    .max(RECORD_WORDS_MAX * 10, { error: 'TOO_LONG' })
    .default(''),
  /** What those who came are shown afterwards. */
  articleIds: z.array(id).max(MAX_LINES, { error: 'TOO_MANY' }).default([]),
  pictureIds: files.default([]),
};

/** The activity's file (活动记录表). */
export const activityRecord = z.object({
  values: z.record(z.string(), z.union([z.number(), z.string()])),
  handouts: z.array(z.object({ name: z.string(), copies: z.number().int() })),
  photos: z.array(z.object({ id, url: z.string() })),
  photosAllowed: z.boolean(),
  paperSheet: z.boolean(),
  summary: z.string(),
  articles: z.array(z.object({ id, title: z.string() })),
  pictures: z.array(z.object({ id, url: z.string() })),
  counts: attendanceCounts,
  /** Person-times of the report: those who came, or whom the activity served if they were more. */
  personTimes: z.number().int(),
  feedback: z.object({
    good: z.number().int(),
    fair: z.number().int(),
    poor: z.number().int(),
    /** In no order that says who wrote them. */
    words: z.array(z.string()),
  }),
  /** What the national list of evidence asks for and is not there. */
  missing: z.array(z.string()),
  doneAt: instant.nullable(),
  doneByName: z.string().nullable(),
  can: z.object({ save: z.boolean(), finish: z.boolean(), reopen: z.boolean() }),
  rev,
});

const conflicts = ['STATE_CONFLICT'] as const;

/** What is written down afterwards. */
export const lectureRecordRoutes = {
  record: { ...lecturePaths.record, summary: "An activity's file", params: idParams, reply: activityRecord },
  saveRecord: {
    ...lecturePaths.saveRecord,
    summary: "Write into an activity's file; pictures only with the consent of those who can be recognised",
    params: idParams,
    body: z
      .object({ rev, ...content })
      .refine(({ photoIds, photosAllowed }) => photosAllowed || photoIds.length === 0, {
        error: 'PHOTO_CONSENT',
        path: ['photosAllowed'],
      }),
    reply: activityRecord,
    errors: conflicts,
  },
  finish: {
    ...lecturePaths.finish,
    summary: 'Close the file of an activity that is over; who came is counted then',
    params: idParams,
    body: z.object({ rev }),
    reply: activityRecord,
    errors: conflicts,
  },
  reopen: {
    ...lecturePaths.reopen,
    summary: 'Open a closed file again to correct it',
    params: idParams,
    body: z.object({ rev }),
    reply: activityRecord,
    errors: conflicts,
  },
} as const;
