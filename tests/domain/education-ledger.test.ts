import {
  boardFaults,
  changeFaults,
  entryFaults,
  entryKindsOf,
  stockChange,
  stockState,
  type LedgerFault,
} from '@linkang/shared/domain/education-ledger';

const TODAY = '2026-06-04';
const said = (faults: readonly LedgerFault[]): string[] => faults.map(({ field, code }) => `${field} ${code}`);
const entry = { kind: 'handed', day: TODAY, toDay: null, copies: 10 } as const;

test('a board hangs before it is taken down, and neither in days to come', () => {
  expect(boardFaults({ since: '2010-01-01', until: null }, TODAY)).toEqual([]);
  expect(boardFaults({ since: TODAY, until: TODAY }, TODAY)).toEqual([]);
  expect(said(boardFaults({ since: '2026-06-05', until: null }, TODAY))).toEqual(['since FUTURE']);
  expect(said(boardFaults({ since: TODAY, until: '2026-06-03' }, TODAY))).toEqual(['until DAY_ORDER']);
  expect(said(boardFaults({ since: TODAY, until: '2026-06-05' }, TODAY))).toEqual(['until FUTURE']);
});

test('a board shows something new on a day on which it hangs', () => {
  const hung = { since: '2026-02-01', until: null };
  expect(changeFaults('2026-02-01', hung, TODAY)).toEqual([]);
  expect(said(changeFaults('2026-01-31', hung, TODAY))).toEqual(['day NOT_HUNG']);
  expect(said(changeFaults('2026-06-05', hung, TODAY))).toEqual(['day FUTURE']);
  expect(said(changeFaults('2026-05-02', { ...hung, until: '2026-05-01' }, TODAY))).toEqual(['day NOT_HUNG']);
});

test('paper comes and goes in copies, films are shown for days', () => {
  expect(entryKindsOf('av')).toEqual(['shown']);
  expect(entryFaults('print', entry, TODAY)).toEqual([]);
  expect(entryFaults('av', { kind: 'shown', day: '2026-06-01', toDay: TODAY, copies: null }, TODAY)).toEqual([]);
  expect(said(entryFaults('print', { ...entry, day: '2026-06-05' }, TODAY))).toEqual(['day FUTURE']);
  expect(said(entryFaults('print', { ...entry, day: '2021-06-03' }, TODAY))).toEqual(['day TOO_OLD']);
  expect(entryFaults('print', { ...entry, day: '2021-06-04' }, TODAY)).toEqual([]);
  expect(said(entryFaults('print', { ...entry, copies: null }, TODAY))).toEqual(['copies EMPTY']);
  expect(said(entryFaults('print', { ...entry, toDay: TODAY }, TODAY))).toEqual(['toDay NOT_ASKED']);
  expect(said(entryFaults('av', entry, TODAY))).toEqual(['kind KIND']);
  const shown = { kind: 'shown', day: TODAY, toDay: null, copies: null } as const;
  expect(said(entryFaults('print', shown, TODAY))).toEqual(['kind KIND']);
  expect(said(entryFaults('av', { ...shown, copies: 3 }, TODAY))).toEqual(['copies NOT_ASKED']);
  expect(said(entryFaults('av', { ...shown, toDay: '2026-06-03' }, TODAY))).toEqual(['toDay DAY_ORDER']);
  expect(said(entryFaults('av', { ...shown, toDay: '2026-06-05' }, TODAY))).toEqual(['toDay FUTURE']);
});

test('what is left', () => {
  expect([stockChange('received', 5), stockChange('handed', 5), stockChange('shown', 5)]).toEqual([5, -5, 0]);
  expect([stockState(51, 50), stockState(50, 50), stockState(1, 50), stockState(0, 50), stockState(0, 0)]).toEqual([
    ...['enough', 'short', 'short', 'out', 'out'],
  ]);
});
