import { addDays, dayOf, instantOf } from '@linkang/shared/domain/clinic-day';
import { EXPORT_MAX_ROWS, exportPurposes } from '@linkang/shared/domain/export-rules';
import { maskName } from '@linkang/shared/domain/masking';
import type { Deps } from '../../platform/deps';
import { findSignedBetween } from '../contract';
import { listPeople, listRegistered, type ListedResident } from '../resident';
import { findBooked, serviceName } from '../session';
import { findTeams } from '../team';
import type { ExportRow } from './export.model';

/** The rows of a file, and whose they are. */
export interface Collected {
  header: string[];
  rows: string[][];
  residentIds: string[];
}

type Wish = Pick<ExportRow, '_id' | 'kind' | 'fromDay' | 'toDay' | 'purpose'>;

const PERSON = ['编号', '姓名', '性别', '出生年', '证件号', '电话', '社区和街道'];
/** One more than a file holds, by which too many are noticed. */
const LIMIT = EXPORT_MAX_ROWS + 1;
const CODE_LENGTH = 12;

/** A person's cells. The code tells rows of one person in one file, and nothing outside of it. */
function personCells({ keyring }: Deps, { _id, purpose }: Wish, id: string, person?: ListedResident): string[] {
  const code = keyring.hash('exportPerson', `${_id}:${id}`).slice(0, CODE_LENGTH);
  if (!person) return [code, '', '', '', '', '', ''];
  const { name, sex, birthYear, idNumberMasked, phoneMasked, address } = person;
  const shown = exportPurposes[purpose].names ? name : maskName(name);
  return [code, shown, sex === 'male' ? '男' : '女', birthYear, idNumberMasked, phoneMasked, address];
}

const instantsOf = ({ fromDay, toDay }: Wish): [Date, Date] => [
  instantOf(fromDay, '00:00'),
  instantOf(addDays(toDay, 1), '00:00'),
];

async function collectResidents(deps: Deps, wish: Wish): Promise<Collected> {
  const people = await listRegistered(deps, ...instantsOf(wish), LIMIT);
  return {
    header: [...PERSON, '登记日期'],
    rows: people.map((person) => [...personCells(deps, wish, person.id, person), dayOf(person.createdAt)]),
    residentIds: people.map(({ id }) => id),
  };
}

async function collectBookings(deps: Deps, wish: Wish): Promise<Collected> {
  const seats = await findBooked(wish, LIMIT);
  const residentIds = seats.map((seat) => seat.residentId ?? '');
  const people = await listPeople(deps, [...new Set(residentIds)]);
  return {
    header: [...PERSON, '日期', '时间', '项目', '号', '状态'],
    rows: seats.map((seat, i) => [
      ...personCells(deps, wish, residentIds[i] ?? '', people.get(residentIds[i] ?? '')),
      seat.day,
      seat.startTime,
      serviceName(deps, seat.serviceCode),
      String(seat.no),
      bookingWords[seat.status] ?? seat.status,
    ]),
    residentIds,
  };
}

const bookingWords: Readonly<Record<string, string>> = {
  booked: '已约',
  arrived: '已报到',
  called: '已叫号',
  done: '已看完',
  noShow: '没有来',
  cancelled: '已取消',
  moved: '已改约',
  suspended: '已停诊',
};

async function collectContracts(deps: Deps, wish: Wish): Promise<Collected> {
  const contracts = await findSignedBetween(...instantsOf(wish), LIMIT);
  const residentIds = contracts.map(({ residentId }) => residentId);
  const [people, teams] = await Promise.all([
    listPeople(deps, [...new Set(residentIds)]),
    findTeams([...new Set(contracts.map(({ teamId }) => teamId))]),
  ]);
  return {
    header: [...PERSON, '签约日期', '团队', '状态', '开始', '到期'],
    rows: contracts.map((row) => [
      ...personCells(deps, wish, row.residentId, people.get(row.residentId)),
      dayOf(row.signedAt),
      teams.get(row.teamId)?.name ?? '',
      contractWords[row.status] ?? row.status,
      row.startDay ?? '',
      row.endDay ?? '',
    ]),
    residentIds,
  };
}

const contractWords: Readonly<Record<string, string>> = {
  pendingReview: '待审核',
  scheduled: '待生效',
  active: '生效中',
  rejected: '没有通过',
  withdrawn: '已撤回',
  expired: '已到期',
  terminated: '已终止',
};

/** What a file would hold, masked as files are. */
export function collect(deps: Deps, wish: Wish): Promise<Collected> {
  switch (wish.kind) {
    case 'residents':
      return collectResidents(deps, wish);
    case 'bookings':
      return collectBookings(deps, wish);
    case 'contracts':
      return collectContracts(deps, wish);
  }
}
