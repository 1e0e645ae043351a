import { instantOf } from '@linkang/shared/domain/clinic-day';
import { isPresentable } from '../../platform/content-check';
import { LectureModel, type LectureRow } from './lecture.model';

/** A published activity of which subscribers have to be told. */
export interface News extends Pick<
  LectureRow,
  'kind' | 'title' | 'day' | 'startTime' | 'place' | 'location' | 'partner' | 'audience'
> {
  id: string;
  /** When it was published. */
  newsAt: Date;
  /** False: it was called off, has begun, or WeChat refuses its words; nobody is told. */
  isOfUse: boolean;
}

const NEWS_AT_ONCE = 20;

/** Activities of which subscribers have to be told, those first that wait longest. */
export async function findNews(now: Date): Promise<News[]> {
  const rows = await LectureModel.find({ newsAt: { $exists: true, $lte: now } })
    .sort({ newsAt: 1 })
    .limit(NEWS_AT_ONCE)
    .lean<(LectureRow & { newsAt: Date })[]>();
  return rows.map((row) => {
    const { _id: id, kind, title, day, startTime, place, location, partner, audience, newsAt, state } = row;
    const isOfUse = state === 'published' && now < instantOf(day, startTime) && isPresentable(row);
    return { id, kind, title, day, startTime, place, location, partner, audience, newsAt, isOfUse };
  });
}

/** Says that the messages of an activity are owed. */
export async function settleNews({ id, newsAt }: Pick<News, 'id' | 'newsAt'>): Promise<void> {
  await LectureModel.updateOne({ _id: id, newsAt }, { $unset: { newsAt: 1 } });
}
