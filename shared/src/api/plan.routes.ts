import { z } from 'zod';
import { handGroups } from '../domain/group-memberships';
import { day, id, idParams, instant, list, page, pageQuery } from './common';
import { planPaths } from './plan.paths';
import { defineRoutes } from './route';

const group = z.object({ code: z.string(), name: z.string() });
const itemState = z.enum(['done', 'overdue', 'due', 'later', 'asNeeded', 'missed']);

/** What is owed of one item in this year of the contract, and what was done of it. */
export const plannedItem = z.object({
  code: z.string(),
  name: z.string(),
  /** In words, such as `次`. */
  unit: z.string(),
  fromDay: day,
  toDay: day,
  /** Null: as often as needed. */
  quantity: z.number().int().nullable(),
  done: z.number().int(),
  /** The last times that it was done, the latest first. */
  served: z.array(z.object({ day, title: z.string() })),
  state: itemState,
  /** Null where nothing is left. */
  nextDueDay: day.nullable(),
  /** Counts in whether the contract was kept. */
  minimum: z.boolean(),
});

/** What a running contract owes in its present year. */
export const plan = z.object({
  contractId: id,
  teamName: z.string(),
  startDay: day,
  endDay: day,
  /** The present year of the contract. */
  yearFromDay: day,
  yearToDay: day,
  groups: z.array(group),
  items: z.array(plannedItem),
  delivered: z.number().int(),
  promised: z.number().int(),
});

/** A contract in the list of staff. */
export const listedPlan = z.object({
  contractId: id,
  residentId: id,
  /** Masked. */
  residentName: z.string(),
  age: z.number().int(),
  sex: z.enum(['male', 'female']),
  communityName: z.string().nullable(),
  cellName: z.string().nullable(),
  teamName: z.string(),
  groups: z.array(group),
  endDay: day,
  /** What is late or due soon, the first due on top. */
  owed: z.array(
    plannedItem.pick({ code: true, name: true, state: true, quantity: true, done: true }).extend({ dueDay: day }),
  ),
  /** Whether anything at all was done since it was signed. */
  isServed: z.boolean(),
  delivered: z.number().int(),
  promised: z.number().int(),
});

const groupMembership = group.extend({
  sinceDay: day,
  untilDay: day.nullable(),
  /** Who set it; null where it follows from age or a care programme. */
  setByName: z.string().nullable(),
  /** Whether staff may end it. */
  canEnd: z.boolean(),
});

const count = z.number().int();

/** How the contracts of a team are kept, as last counted. */
const teamFigures = z.object({
  teamId: id,
  teamName: z.string(),
  /** People with a running contract. */
  signed: count,
  /** Those of them who are in any priority group, each counted once. */
  prioritySigned: count,
  /** Contracts of which every minimum item that was due was delivered. */
  kept: count,
  delivered: count,
  promised: count,
  /** Signed and nothing done. */
  unserved: count,
  asOf: instant,
});

export const planRoutes = defineRoutes({
  ofResident: {
    ...planPaths.ofResident,
    summary: 'What the running contract owes a person this year, and what was done of it; null without a contract',
    params: idParams,
    reply: z.object({ plan: plan.nullable() }),
    errors: ['PROXY_SCOPE_MISSING', 'ACCESS_LIMITED'],
  },
  groups: {
    ...planPaths.groups,
    summary: 'Priority groups of a person, also those that ended; without the marks that need a right of their own',
    params: idParams,
    reply: list(groupMembership),
    errors: ['ACCESS_LIMITED'],
  },
  addGroup: {
    ...planPaths.addGroup,
    summary: 'Put a person into a priority group that no record of the centre tells of',
    status: 201,
    idempotent: true,
    params: idParams,
    body: z.object({ code: z.enum(handGroups, { error: 'UNKNOWN' }), sinceDay: day }),
    reply: list(groupMembership),
    errors: ['ACCESS_LIMITED', 'STATE_CONFLICT', 'IDEMPOTENCY_MISMATCH'],
  },
  endGroup: {
    ...planPaths.endGroup,
    summary: 'Say until when a person was in a priority group; it stays in the history',
    params: idParams,
    body: z.object({ code: z.enum(handGroups, { error: 'UNKNOWN' }), untilDay: day }),
    reply: list(groupMembership),
    errors: ['ACCESS_LIMITED', 'STATE_CONFLICT'],
  },
  list: {
    ...planPaths.list,
    summary:
      "Running contracts of the caller's teams with what they owe, the first due on top. A page may hold fewer than asked for and still not be the last",
    query: z.object({
      ...pageQuery,
      state: z.enum(['overdue', 'due', 'unserved', 'all'], { error: 'UNKNOWN' }).default('due'),
      teamId: id.optional(),
      communityId: id.optional(),
      cellId: id.optional(),
      group: z
        .string()
        .regex(/^[A-Za-z0-9]{1,40}$/, { error: 'UNKNOWN' })
        .optional(),
      item: z
        .string()
        .regex(/^[A-Za-z0-9_]{1,40}$/, { error: 'UNKNOWN' })
        .optional(),
    }),
    reply: page(listedPlan),
  },
  figures: {
    ...planPaths.figures,
    summary: 'How many are signed and how their contracts are kept, by team, with the formulas in words',
    reply: z.object({
      teams: z.array(teamFigures),
      byGroup: z.array(group.extend({ signed: count })),
      formulas: z.array(z.object({ name: z.string(), formula: z.string() })),
    }),
  },
  households: {
    ...planPaths.households,
    summary: 'The people of a community or cell by their door, with groups and contract; names are masked',
    query: z.object({ ...pageQuery, communityId: id, cellId: id.optional() }),
    reply: page(
      z.object({
        address: z.string().nullable(),
        cellName: z.string().nullable(),
        doctorName: z.string().nullable(),
        people: z.array(
          z.object({
            residentId: id,
            name: z.string(),
            age: z.number().int(),
            sex: z.enum(['male', 'female']),
            groups: z.array(group),
            /** The team of the running contract; null: not signed. */
            signedTeamName: z.string().nullable(),
          }),
        ),
      }),
    ),
  },
});

export type PlanRoutes = typeof planRoutes;
export type Plan = z.output<typeof plan>;
export type PlannedItem = z.output<typeof plannedItem>;
export type ListedPlan = z.output<typeof listedPlan>;
