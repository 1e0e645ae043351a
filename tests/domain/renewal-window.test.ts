import { isRenewal, renewalRule, renewalStateOn, renewalWindow } from '@linkang/shared/domain/renewal-window';

describe('renewal', () => {
  test.each([
    ['2027-01-28', 'early'],
    ['2027-01-29', 'open'],
    ['2027-02-28', 'open'],
    ['2027-03-01', 'late'],
    ['2027-03-30', 'late'],
    ['2027-03-31', 'closed'],
  ])('a contract until 2027-02-28 on %s: %s', (today, state) =>
    expect(renewalStateOn('2027-02-28', today)).toBe(state),
  );

  test('the window and what counts as a renewal', () => {
    expect(renewalWindow('2027-02-28')).toEqual({ opensDay: '2027-01-29', closesDay: '2027-03-30' });
    expect(['2027-02-28', '2027-03-01', '2027-03-30', '2027-03-31'].map((day) => isRenewal('2027-02-28', day))).toEqual(
      [false, true, true, false],
    );
  });

  test('its days are data', () => {
    expect(renewalStateOn('2027-02-28', '2027-01-20', { ...renewalRule, daysBefore: 60 })).toBe('open');
    expect(isRenewal('2027-02-28', '2027-04-20', { ...renewalRule, daysAfter: 60 })).toBe(true);
  });
});
