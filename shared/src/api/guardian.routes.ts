import { z } from 'zod';
import { guardianRelationships } from '../domain/guardianship';
import { day, id, idParams, instant, list, text } from './common';
import { guardianPaths } from './guardian.paths';
import { personName } from './resident.routes';
import { defineRoutes } from './route';

const relationship = z.enum(guardianRelationships, { error: 'UNKNOWN' });

/** `proposed`: another guardian named somebody, who has still to agree. */
export const guardianshipStatus = z.enum(['proposed', 'active', 'declined', 'ended']);

/** That somebody answers for a child. */
export const guardianship = z.object({
  id,
  status: guardianshipStatus,
  /** The other side: for the guardian the child's name, for everybody else the guardian's. */
  name: z.string(),
  relationship,
  /** The child; null for who has not agreed yet. */
  childId: id.nullable(),
  /** Whether the caller is the guardian. */
  own: z.boolean(),
  addedBy: z.enum(['registration', 'guardian', 'desk', 'claim']),
  since: instant.nullable(),
  /** The first day on which the record needs the child's own permission: the 14th birthday; null while proposed. */
  recordEndsDay: day.nullable(),
  /** The first day on which it counts for nothing any more: the 18th birthday; null while proposed. */
  endsDay: day.nullable(),
});

export const guardianRoutes = defineRoutes({
  list: {
    ...guardianPaths.list,
    summary: "The children whom the account's own person answers for, and whom others ask to",
    reply: list(guardianship),
  },
  ofResident: {
    ...guardianPaths.ofResident,
    summary: 'Who answers for a child: for its guardians, the child itself and staff',
    params: idParams,
    reply: list(guardianship),
    errors: ['PROXY_SCOPE_MISSING', 'ACCESS_LIMITED'],
  },
  add: {
    ...guardianPaths.add,
    summary:
      'Name another guardian, who has to agree; the answer is the same whether or not the person is known. At the desk it counts at once',
    idempotent: true,
    status: 201,
    params: idParams,
    body: z.object({ name: personName, idNumber: z.string().max(64, { error: 'LENGTH' }), relationship }),
    reply: guardianship,
    errors: ['STATE_CONFLICT', 'GUARDIAN_LIMIT', 'PROXY_SCOPE_MISSING', 'ACCESS_LIMITED'],
  },
  accept: {
    ...guardianPaths.accept,
    summary: 'Agree to be a guardian, as the person who was named',
    params: idParams,
    reply: guardianship,
    errors: ['STATE_CONFLICT', 'GUARDIAN_LIMIT'],
  },
  end: {
    ...guardianPaths.end,
    summary: 'Decline or take back a proposal, or, at the desk with a reason, end a guardianship',
    params: idParams,
    body: z.object({ reason: text(200).optional() }),
    reply: guardianship,
    errors: ['STATE_CONFLICT', 'ACCESS_LIMITED'],
  },
});

export type GuardianRoutes = typeof guardianRoutes;
export type Guardianship = z.output<typeof guardianship>;
