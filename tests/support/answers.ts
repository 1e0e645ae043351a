import type { Problem } from '@linkang/shared/errors';

interface Answered {
  status: number;
  body: unknown;
}

/** Status and code of a refusal, as `409 BOOKING_SESSION_FULL`; just the status of anything else. */
export const outcomeOf = ({ status, body }: Answered): string =>
  [status, (body as Partial<Problem>).code].filter((part) => part !== undefined).join(' ');

/** The faulty fields of a refusal, as `body.day PAST`. */
export const faultsOf = ({ body }: Answered): string[] =>
  ((body as Partial<Problem>).fields ?? []).map((fault) => `${fault.path} ${fault.code}`);

/** A refusal's body without what differs from request to request. */
export const sameBody = ({ status, body }: Answered): unknown => ({ ...(body as Problem), requestId: '', status });

/** How often each outcome came. */
export function countOutcomes(answers: readonly Answered[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const answer of answers) counts[outcomeOf(answer)] = (counts[outcomeOf(answer)] ?? 0) + 1;
  return counts;
}

/** The answer's body when it has the status. @throws Error with the body otherwise */
export function bodyOf<T>(answer: { status: number; body: T }, status = 200): T {
  if (answer.status !== status) throw new Error(`answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}
