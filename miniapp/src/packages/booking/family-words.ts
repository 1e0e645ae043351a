import { ApiError } from '@/api/api-error';
import { sayEnded } from '@/components/proxy-words';
import type { AccountResident } from '@/stores/account';

/** The person whom a refusal is about. */
function refusedPerson({ fields }: ApiError, people: readonly AccountResident[]): AccountResident | undefined {
  const item = /^body\.items\.(\d+)/.exec(fields[0]?.path ?? '')?.[1];
  return item === undefined ? undefined : people[Number(item)];
}

/** One of the family has ended the permission meanwhile, and the answer does not say who. */
const ENDED = new ApiError({
  code: 'NOT_FOUND',
  title: '有一位家人的授权已经停止',
  detail: '几个人都没有约上。请到“家人”里看看是谁，去掉这一位再试。',
});

/** A refusal with the name of the person whom it is about: nobody was booked. */
export function sayRefused(error: ApiError, people: readonly AccountResident[]): ApiError {
  const person = refusedPerson(error, people);
  if (!person) return error.code === 'NOT_FOUND' ? ENDED : error;
  const { title, detail, code, conflict, releaseAt, fields } = sayEnded(error, person);
  return new ApiError({
    code,
    title: `${person.name}：${title}`,
    detail: `${detail}${people.length > 1 ? '这次几个人都没有约上，可以去掉一位再试。' : ''}`,
    conflict,
    releaseAt,
    fields,
  });
}
