import type { policyTable } from './policy';

/** What a relative can be allowed: booking, reports, the file, consultations. */
export const proxyScopes = ['book', 'report', 'record', 'consult'] as const;

export type ProxyScope = (typeof proxyScopes)[number];

/**
 * What a relative may call for the person who granted it, and the scope that it needs. A resident's route that
 * is missing here is open to the person alone.
 */
export const proxyRouteScopes = {
  'booking.create': 'book',
  'booking.list': 'book',
  'booking.get': 'book',
  'booking.cancel': 'book',
  'lecture.register': 'book',
  'lecture.checkIn': 'book',
  'lecture.feedback': 'book',
  'notice.next': 'book',
  'resident.get': 'record',
  'contract.list': 'record',
  'contract.get': 'record',
  'booking.acceptOffer': 'book',
  'booking.declineOffer': 'book',
  'booking.move': 'book',
  'booking.family': 'book',
  'booking.appeal': 'book',
  'waitlist.join': 'book',
  'waitlist.list': 'book',
  'waitlist.get': 'book',
  'waitlist.accept': 'book',
  'waitlist.leave': 'book',
  'queue.place': 'book',
  'queue.code': 'book',
  'queue.arrive': 'book',
  'correction.create': 'record',
  'correction.ofResident': 'record',
  'task.ofResident': 'record',
  'physical.report': 'report',
  'physical.ofResident': 'report',
  'followup.ofResident': 'record',
  'followup.versions': 'record',
  'measurement.create': 'record',
  'measurement.list': 'record',
  'measurement.withdraw': 'record',
  'measurement.restore': 'record',
  'measurement.wish': 'record',
  'plan.ofResident': 'record',
  'record.get': 'record',
  'record.versions': 'record',
  'record.timeline': 'record',
  'prescription.ofResident': 'record',
  'prescription.get': 'record',
} as const satisfies Partial<Record<keyof typeof policyTable, ProxyScope>>;

/**
 * What a guardian may call for a child: what relatives may, and what otherwise is the person's alone. From 14 on a
 * guardian has only the scope `book` (`domain/guardianship`).
 */
export const guardianRouteScopes = {
  ...proxyRouteScopes,
  'resident.update': 'record',
  'resident.addIdNumber': 'record',
  'resident.consentState': 'record',
  'resident.saveConsent': 'record',
  'contract.packages': 'record',
  'contract.create': 'record',
  'contract.signature': 'record',
  'contract.signedText': 'record',
  'contract.withdraw': 'record',
  'contract.renew': 'record',
  'contract.transfer': 'record',
  'trail.ofResident': 'record',
  'guardian.ofResident': 'record',
  'guardian.add': 'record',
} as const satisfies Partial<Record<keyof typeof policyTable, ProxyScope>>;

/** A route that a guardian may call. */
export type GuardianRoute = keyof typeof guardianRouteScopes;

/** A route that a relative may call. */
export type ProxyRoute = keyof typeof proxyRouteScopes;
