import { buildSeatKeys, ruleOfKey, seatGrains, seatTimes, type SeatKeyInput } from '@linkang/shared/domain/seat-keys';

type Seat = SeatKeyInput & { startTime: string; endTime: string };

const seat: Seat = {
  residentId: 'r1',
  serviceCode: 'gp',
  day: '2026-06-04',
  startTime: '09:00',
  endTime: '09:30',
  ordinal: 1,
  oncePerYear: false,
};

/** All keys under the one unique index: those of the person and those of the time. */
const keysOf = (given: Partial<Seat>): string[] => {
  const whole = { ...seat, ...given };
  return [...buildSeatKeys(whole), ...seatGrains(whole.day, whole).map((grain) => `H:${whole.residentId}:${grain}`)];
};

const collides = (a: Partial<Seat>, b: Partial<Seat>): string[] => {
  const first = new Set(keysOf(a));
  return [
    ...new Set(
      keysOf(b)
        .filter((key) => first.has(key))
        .map(ruleOfKey),
    ),
  ].sort();
};

describe('keys of a booked seat', () => {
  test('a plain visit', () => {
    expect(buildSeatKeys(seat)).toEqual(['D:r1:gp:2026-06-04', 'N:r1:2026-06-04:1']);
    expect(seatGrains(seat.day, seat)).toEqual(['2026-06-04T09:00', '2026-06-04T09:15']);
  });

  test('a seat that begins or ends within a quarter takes the whole of it', () => {
    expect(seatGrains('2026-06-04', { startTime: '09:10', endTime: '09:20' })).toEqual([
      '2026-06-04T09:00',
      '2026-06-04T09:15',
    ]);
  });

  test('a yearly physical carries its year, a lecture its own key instead of the day', () => {
    expect(buildSeatKeys({ ...seat, serviceCode: 'senior-physical', oncePerYear: true })).toContain(
      'Y:r1:senior-physical:2026',
    );
    const keys = buildSeatKeys({ ...seat, serviceCode: 'lecture', lectureId: 'l1' });
    expect(keys).toContain('L:r1:l1');
    expect(keys.map(ruleOfKey)).not.toContain('D');
  });

  test('all keys of a seat differ', () => {
    const keys = keysOf({ startTime: '08:00', endTime: '17:00', oncePerYear: true });
    expect(new Set(keys).size).toBe(keys.length);
  });

  test.each<[string, Partial<Seat>, Partial<Seat>, string[]]>([
    ['the same service twice a day', {}, { startTime: '14:00', endTime: '14:30', ordinal: 2 }, ['D']],
    ['another service at the same time', {}, { serviceCode: 'tcm', ordinal: 2 }, ['H']],
    [
      'a quarter of an hour in common',
      {},
      { serviceCode: 'tcm', startTime: '09:15', endTime: '10:00', ordinal: 2 },
      ['H'],
    ],
    [
      'a few minutes in common',
      { endTime: '09:35' },
      { serviceCode: 'tcm', startTime: '09:40', endTime: '10:00', ordinal: 2 },
      ['H'],
    ],
    ['one after the other', {}, { serviceCode: 'tcm', startTime: '09:30', endTime: '10:00', ordinal: 2 }, []],
    ['the same place in the day', {}, { serviceCode: 'tcm', startTime: '14:00', endTime: '14:30' }, ['N']],
    ['another day', {}, { day: '2026-06-05' }, []],
    ['another person', {}, { residentId: 'r2' }, []],
    ['the yearly physical twice a year', { oncePerYear: true }, { oncePerYear: true, day: '2026-12-31' }, ['Y']],
    [
      'the yearly physical in two years',
      { oncePerYear: true, day: '2026-12-31' },
      { oncePerYear: true, day: '2027-01-01' },
      [],
    ],
  ])('%s', (_, a, b, rules) => expect(collides(a, b)).toEqual(rules));
});

describe('time of a seat', () => {
  const session = { startTime: '08:00', endTime: '11:00', capacity: 24, shared: false };

  test('everybody comes at the start of a session of at most an hour, or of a shared one', () => {
    expect(seatTimes({ ...session, endTime: '09:00' }, 20)).toEqual({ startTime: '08:00', endTime: '09:00' });
    expect(seatTimes({ ...session, shared: true }, 20)).toEqual({ startTime: '08:00', endTime: '11:00' });
  });

  test('a longer one is dealt out on the grid of 15 minutes', () => {
    expect(seatTimes(session, 1)).toEqual({ startTime: '08:00', endTime: '08:15' });
    expect(seatTimes(session, 2)).toEqual({ startTime: '08:00', endTime: '08:15' });
    expect(seatTimes(session, 3)).toEqual({ startTime: '08:15', endTime: '08:30' });
    expect(seatTimes(session, 24)).toEqual({ startTime: '10:45', endTime: '11:00' });
  });

  test('a seat beyond the capacity takes the last quarter, which ends with the session', () => {
    expect(seatTimes(session, 30)).toEqual({ startTime: '10:45', endTime: '11:00' });
    expect(seatTimes({ ...session, endTime: '11:10' }, 30)).toEqual({ startTime: '10:45', endTime: '11:10' });
  });

  test.each([1, 5, 12, 37, 200])('%i seats: in order, within the session, evenly', (capacity) => {
    const times = Array.from({ length: capacity }, (_, i) => seatTimes({ ...session, capacity }, i + 1));
    const counts = new Map<string, number>();
    times.forEach(({ startTime, endTime }, i) => {
      expect(startTime >= '08:00' && endTime <= '11:00' && startTime < endTime).toBe(true);
      if (i > 0) expect(startTime >= (times[i - 1]?.startTime ?? '')).toBe(true);
      counts.set(startTime, (counts.get(startTime) ?? 0) + 1);
    });
    expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(1);
  });
});
