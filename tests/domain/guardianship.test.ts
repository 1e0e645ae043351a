import {
  guardianScopesOn,
  guardianshipEnds,
  isAdult,
  needsGuardianConsent,
  parseCertificate,
} from '@linkang/shared/domain/guardianship';

const ALL = ['book', 'report', 'record', 'consult'];

it.each([
  // The birthday itself counts to the new age.
  ['2012-06-05', '2012-06-05', ALL],
  ['2012-06-05', '2026-06-04', ALL],
  ['2012-06-05', '2026-06-05', ['book']],
  ['2012-06-05', '2030-06-04', ['book']],
  ['2012-06-05', '2030-06-05', []],
  // Born on 29 February: 1 March in a common year, the day itself in a leap year.
  ['2012-02-29', '2026-02-28', ALL],
  ['2012-02-29', '2026-03-01', ['book']],
  ['2012-02-29', '2030-02-28', ['book']],
  ['2012-02-29', '2030-03-01', []],
  ['2016-02-29', '2034-02-28', ['book']],
  ['2010-03-01', '2024-02-29', ALL],
  ['2010-03-01', '2024-03-01', ['book']],
])('gives a guardian of one born on %s on %s: %j', (birthDay, day, scopes) => {
  expect(guardianScopesOn(birthDay, day)).toEqual(scopes);
  expect(needsGuardianConsent(birthDay, day)).toBe(scopes.length === 4);
  expect(isAdult(birthDay, day)).toBe(scopes.length === 0);
});

it('says from which days on less counts, as the rule itself does', () => {
  expect(guardianshipEnds('2012-06-05')).toEqual({ recordEndsDay: '2026-06-05', endsDay: '2030-06-05' });
  expect(guardianshipEnds('2012-02-29')).toEqual({ recordEndsDay: '2026-03-01', endsDay: '2030-03-01' });
});

it.each([
  ['X320101001', 'X320101001'],
  [' x32 0101 001 ', 'X320101001'],
  ['', 'EMPTY'],
  ['  ', 'EMPTY'],
  ['X32010100', 'LENGTH'],
  ['X3201010011', 'LENGTH'],
  ['3320101001', 'CHARSET'],
  ['XX20101001', 'CHARSET'],
  ['X32010100O', 'CHARSET'],
  ['Х320101001', 'CHARSET'],
])('reads the certificate %j as %s', (typed, expected) => {
  const parsed = parseCertificate(typed);
  expect(parsed.ok ? parsed.certificate : parsed.reason).toBe(expected);
});
