import { errorCatalogue } from '@linkang/shared/errors';
import { errorFromBody, notFoundError, toApiError } from '@/api/api-error';

/* The phone says two refusals by itself, in words of its own, so that the catalogue need not be loaded. */
const wordsOf = ({ title, detail }: { title: string; detail: string }) => ({ title, detail });

test('what the phone says by itself are the words of the catalogue', () => {
  expect(wordsOf(toApiError(new Error('broken')))).toEqual(wordsOf(errorCatalogue.INTERNAL));
  expect(wordsOf(notFoundError())).toEqual(wordsOf(errorCatalogue.NOT_FOUND));
});

test('an answer that is no refusal of ours is told in the same words', () => {
  for (const body of ['<html>', { code: 'not ours', title: 'x', detail: 'y' }, { code: 'BUSY' }, undefined])
    expect(errorFromBody(body)).toMatchObject({ code: 'INTERNAL', title: errorCatalogue.INTERNAL.title });
});
