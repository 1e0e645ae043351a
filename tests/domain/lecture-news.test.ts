import { communitiesOf, isWanted } from '@linkang/shared/domain/lecture-news';

const communities = [
  { id: 'east', name: '桂花里社区' },
  { id: 'west', name: '康宁西里' },
  { id: 'odd', name: '社区' },
];
const at = (place: string, more: { partner?: string; audience?: string } = {}): string[] =>
  communitiesOf({ place, partner: '', audience: '', ...more }, communities);

test.each([
  ['桂花里广场', {}, ['east']],
  ['康宁西里2号楼', {}, ['west']],
  ['三楼会议室', {}, []],
  ['居民活动室', { audience: '桂花里、康宁西里的老人' }, ['east', 'west']],
  ['小广场', { partner: '桂花里居委会' }, ['east']],
])('%s %j is in %j', (place, more, ids) => expect(at(place, more)).toEqual(ids));

test('a name that is nothing but the word for community is taken as it is', () => {
  expect(at('社区活动室')).toEqual(['odd']);
});

test('who is told', () => {
  const wish = { kinds: ['LECTURE'], communityIds: ['east'] };
  expect(isWanted(wish, 'LECTURE', [])).toBe(true);
  expect(isWanted(wish, 'LECTURE', ['west', 'east'])).toBe(true);
  expect(isWanted(wish, 'LECTURE', ['west'])).toBe(false);
  expect(isWanted({ ...wish, communityIds: [] }, 'LECTURE', ['west'])).toBe(true);
  expect(isWanted(wish, 'QUIZ', [])).toBe(false);
});
