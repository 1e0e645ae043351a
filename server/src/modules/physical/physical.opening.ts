import type { Physical, PhysicalRoutes } from '@linkang/shared/api/physical.routes';
import type { Input } from '@linkang/shared/api/route';
import type { ProgrammeCode } from '@linkang/shared/domain/chronic-table';
import { dayOf, yearOf } from '@linkang/shared/domain/clinic-day';
import { isSeniorPhysicalEligible } from '@linkang/shared/domain/senior-physical';
import { GENERAL_PHYSICAL, SENIOR_PHYSICAL } from '@linkang/shared/domain/yearly-physical';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import type { RequestInfo } from '../../platform/module';
import { recordAccess } from '../audit';
import { advanceById } from '../booking';
import { latestContractOf } from '../contract';
import { findProgrammesOf } from '../followup';
import { findScanned } from '../queue';
import { findKnownDiseases } from '../record';
import { assertServes, findResidents } from '../resident';
import { findBooked, findSeat, findService, type SeatRow } from '../session';
import { assertMayWork } from './physical.access';
import type { ReviewContent } from './physical.content';
import { findPhysicalOf, insertPhysical, physicalPlace, type PhysicalRow } from './physical.model';
import { presentPhysical } from './physical.presenter';

type StaffRequest = RequestInfo<StaffActor>;
type Wish = Input<PhysicalRoutes['open']>['body'];
type PersonsSeat = SeatRow & { residentId: string };

/** Bookings of a day that are looked through. */
const MAX_BOOKED = 3000;

const isPhysical = (serviceCode: string): boolean =>
  serviceCode === SENIOR_PHYSICAL || serviceCode === GENERAL_PHYSICAL;

/** Bookings of a day for a check-up that people came or will come for. */
export async function findPhysicalSeats(day: string): Promise<PersonsSeat[]> {
  const seats = await findBooked({ fromDay: day, toDay: day }, MAX_BOOKED);
  const live: SeatRow['status'][] = ['booked', 'arrived', 'called', 'done'];
  return seats.filter(
    (seat): seat is PersonsSeat =>
      seat.residentId !== undefined && isPhysical(seat.serviceCode) && live.includes(seat.status),
  );
}

/** What there is one check-up of: the year for the free one, the booking for another. */
export const occasionOf = (seat: Pick<SeatRow, '_id' | 'serviceCode' | 'day'>): string =>
  seat.serviceCode === GENERAL_PHYSICAL ? `booking:${seat._id}` : `year:${yearOf(seat.day)}`;

const isTold = (code: ProgrammeCode): code is ReviewContent['known'][number] => code !== 'SMI';

/**
 * The diseases of the programmes in which a person is and of the health record, without those that only their own
 * doctors know of.
 */
async function knownOf(residentId: string): Promise<ReviewContent['known']> {
  const [programmes, diseases] = await Promise.all([findProgrammesOf(residentId), findKnownDiseases([residentId])]);
  return [...new Set([...programmes.filter(isTold), ...(diseases.get(residentId) ?? [])])];
}

interface Beginning {
  residentId: string;
  day: string;
  serviceCode: string;
  occasion: string;
  bookingId?: string;
}

async function begin(deps: Deps, beginning: Beginning, request: StaffRequest): Promise<PhysicalRow> {
  const { residentId, day, occasion } = beginning;
  const stands = await findPhysicalOf(residentId, occasion);
  if (stands) return stands;
  const [contract, known] = await Promise.all([latestContractOf(deps, residentId, request), knownOf(residentId)]);
  const _id = new mongoose.Types.ObjectId().toHexString();
  const review: ReviewContent = { summary: '', guidance: '', beyondAbility: [], known };
  return insertPhysical({
    ...beginning,
    _id,
    year: yearOf(day),
    teamId: contract?.status === 'active' ? contract.teamId : null,
    status: 'open',
    version: 1,
    entries: {},
    review: deps.keyring.encrypt(JSON.stringify(review), physicalPlace('review', _id)),
    createdBy: request.actor.accountId,
    createdAt: request.now,
    rev: 0,
  });
}

/** The seat of somebody who is here: of several stations that see them first at once one checks them in. */
async function checkIn(deps: Deps, seat: SeatRow, request: StaffRequest): Promise<SeatRow> {
  if (seat.status !== 'booked') return seat;
  try {
    return await advanceById(deps, seat._id, 'checkIn', request);
  } catch (error) {
    const after = error instanceof AppError && error.code === 'STATE_CONFLICT' ? await findSeat(seat._id) : null;
    if (!after || after.status === 'booked') throw error;
    return after;
  }
}

/** Begins for a booking, and checks its person in who has not been. @throws STATE_CONFLICT */
async function beginForSeat(deps: Deps, seat: SeatRow | null, request: StaffRequest): Promise<PhysicalRow> {
  if (!seat?.residentId) throw new AppError('NOT_FOUND');
  const { residentId } = seat;
  await recordAccess(request, 'physical.open', [residentId]);
  if (!isPhysical(seat.serviceCode)) throw new AppError('STATE_CONFLICT', { detail: '这个预约不是体检，请核对。' });
  const { status } = await checkIn(deps, seat, request);
  if (!['arrived', 'called', 'done'].includes(status))
    throw new AppError('STATE_CONFLICT', { detail: '这个预约已经取消或没有来，请核对。' });
  return begin(
    deps,
    { residentId, day: seat.day, serviceCode: seat.serviceCode, occasion: occasionOf(seat), bookingId: seat._id },
    request,
  );
}

/** Begins for somebody who is here without a booking. @throws NOT_FOUND, ACCESS_LIMITED */
async function beginForPerson(deps: Deps, residentId: string, request: StaffRequest): Promise<PhysicalRow> {
  await assertServes(request, 'physical.open', residentId);
  const [resident] = await findResidents([residentId]);
  if (!resident) throw new AppError('NOT_FOUND');
  const day = dayOf(request.now);
  const ageBasis = findService(deps, SENIOR_PHYSICAL)?.ageBasis ?? 'calendarYear';
  const isFree = isSeniorPhysicalEligible({ birthDay: resident.birthDay, examDay: day, ageBasis });
  const serviceCode = isFree ? SENIOR_PHYSICAL : GENERAL_PHYSICAL;
  return begin(deps, { residentId, day, serviceCode, occasion: `year:${yearOf(day)}` }, request);
}

/** The booking behind a scanned code. @throws CHECK_IN_CODE_STALE, CARD_NOT_VALID, CHECK_IN_NOT_NOW */
async function findByCode(deps: Deps, code: string, now: Date): Promise<SeatRow | null> {
  const scanned = await findScanned(deps, code, now);
  if ('bookingId' in scanned) return findSeat(scanned.bookingId);
  const seats = await findPhysicalSeats(dayOf(now));
  const seat = seats.find(({ residentId }) => residentId === scanned.residentId);
  if (!seat) throw new AppError('CHECK_IN_NOT_NOW', { detail: '这位居民今天没有约体检，可以按姓名现场登记。' });
  return seat;
}

/**
 * Begins somebody's check-up, or finds the one that stands: of several stations that scan at once each gets the same.
 * @throws NOT_FOUND, CHECK_IN_CODE_STALE, CARD_NOT_VALID, CHECK_IN_NOT_NOW, STATE_CONFLICT, ACCESS_LIMITED
 */
export async function openPhysical(
  deps: Deps,
  { code, bookingId, residentId = '' }: Wish,
  request: StaffRequest,
): Promise<Physical> {
  const row =
    code !== undefined
      ? await beginForSeat(deps, await findByCode(deps, code, request.now), request)
      : bookingId !== undefined
        ? await beginForSeat(deps, await findSeat(bookingId), request)
        : await beginForPerson(deps, residentId, request);
  // One that was released meanwhile, or long ago, shows itself only to those who have a ground.
  if (row.status === 'released') await assertMayWork(request, 'physical.open', row);
  return presentPhysical(deps, row, request.actor);
}
