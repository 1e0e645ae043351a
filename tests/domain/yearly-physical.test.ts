import { differencesOf, likeLastYear, nearTo, seatTogether } from '@linkang/shared/domain/yearly-physical';

// 4 June 2026 is a Thursday, 5 June 2025 was one.
const last = { day: '2025-06-05', startTime: '08:00', place: '二楼体检中心', doctorId: 'd1' };
const session = (id: string, changes: Record<string, string> = {}) => ({
  id,
  day: '2026-06-11',
  startTime: '08:00',
  place: '二楼体检中心',
  doctorId: 'd1',
  ...changes,
});

const ids = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);

test.each([
  ['nothing', {}, []],
  ['the place', { place: '社区活动室' }, ['place']],
  ['the doctor', { doctorId: 'd2' }, ['who']],
  ['the weekday', { day: '2026-06-12' }, ['weekday']],
  ['the time', { startTime: '09:00' }, ['time']],
  ['the place and the time', { place: '社区活动室', startTime: '09:00' }, ['place', 'time']],
])('%s is other than last year', (_, changes, differs) => {
  expect(differencesOf(last, session('a', changes))).toEqual(differs);
});

test('a team counts before its doctor, and who was there matters only where it was known', () => {
  expect(differencesOf({ ...last, teamId: 't1' }, { ...session('a', { doctorId: 'd2' }), teamId: 't1' })).toEqual([]);
  const { doctorId: _, ...nobody } = last;
  expect(differencesOf(nobody, session('a'))).toEqual([]);
});

test('the place weighs more than the doctor, the doctor more than the weekday, the weekday more than the time', () => {
  const rows = [
    session('place', { place: '社区活动室' }),
    session('who', { doctorId: 'd2' }),
    session('weekday', { day: '2026-06-10' }),
    session('time', { startTime: '09:00' }),
    session('same', { day: '2026-06-18' }),
  ];
  expect(ids(likeLastYear(rows, last))).toEqual(['same', 'time', 'weekday', 'who', 'place']);
});

test('of equal ones the soonest comes first, then the nearest hour', () => {
  const rows = [
    session('late', { startTime: '14:00' }),
    session('near', { startTime: '09:00' }),
    session('soon', { day: '2026-06-04', startTime: '15:00' }),
  ];
  expect(ids(likeLastYear(rows, last))).toEqual(['soon', 'near', 'late']);
  expect(ids(likeLastYear(rows, undefined))).toEqual(['soon', 'near', 'late']);
});

test('the rest of the family goes on the same day, as near as can be', () => {
  const rows = [
    session('earlier', { day: '2026-06-10' }),
    session('afternoon', { startTime: '14:00' }),
    session('morning', { startTime: '09:00' }),
  ];
  expect(ids(nearTo(rows, session('a')))).toEqual(['morning', 'afternoon', 'earlier']);
});

describe('seats together', () => {
  const dealt = (seats: Record<string, Record<string, number>>, people = ['m', 'f']) =>
    Object.fromEntries(
      [...seatTogether(people, [session('a'), session('b')], (person, { id }) => seats[person]?.[id] ?? 0)].map(
        ([person, { id }]) => [person, id],
      ),
    );

  test('are in the first session that has one for each', () => {
    expect(dealt({ m: { a: 1, b: 5 }, f: { a: 1, b: 5 } })).toEqual({ m: 'b', f: 'b' });
  });
  test('are the first that are left where no session has all', () => {
    expect(dealt({ m: { a: 1, b: 1 }, f: { a: 1, b: 1 } })).toEqual({ m: 'a', f: 'b' });
  });
  test('are missing for whoever finds none', () => {
    expect(dealt({ m: { a: 1 }, f: { a: 1 } })).toEqual({ m: 'a' });
    expect(dealt({ m: {}, f: {} })).toEqual({});
  });
});
