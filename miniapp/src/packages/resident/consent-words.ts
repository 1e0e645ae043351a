import type { ConsentState } from '@linkang/shared/api/resident.routes';
import type { StateWord } from '@/components/words';

const WORDS: Record<ConsentState['status'], StateWord> = {
  agreed: { tone: 'good', word: '已同意' },
  outdated: { tone: 'wait', word: '有更新' },
  withdrawn: { tone: 'bad', word: '已撤回' },
  never: { tone: 'wait', word: '还没同意' },
};

/** How the person stands to a text. */
export const consentWord = (status: ConsentState['status']): StateWord => WORDS[status];

const PLACES: Record<NonNullable<ConsentState['channel']>, string> = {
  weapp: '在微信小程序里',
  h5: '在手机网页上',
  desk: '在前台纸上',
  seed: '演示内容',
};

/** Where an answer was given. */
export const placeWord = (channel: ConsentState['channel']): string => (channel ? PLACES[channel] : '');

/** What follows from taking it back: the same for both, since both are needed for what is done online. */
export const WHAT_STOPS =
  '撤回后，线上不能再约号、候补、报名和签约，家人也不能替您办。已经约好的、签好的和健康档案照旧，到前台也照样能办。';

/** The same for a child. */
export const WHAT_STOPS_FOR_CHILD =
  '撤回后，线上不能再替孩子约号、候补、报名和签约。已经约好的、签好的和健康档案照旧，到前台也照样能办。';
