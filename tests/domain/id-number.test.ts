import { idNumberFaultText, parseIdNumber } from '@linkang/shared/domain/id-number';
import vectors from './vectors/id-number.json';

const today = vectors.referenceDate;

describe('resident ID numbers (GB 11643-1999)', () => {
  test.each(vectors.valid)('$input is valid: $note', (vector) => {
    expect(parseIdNumber(vector.input, today)).toEqual({
      ok: true,
      idNumber: vector.normalized,
      birthDay: vector.birthDate,
      sex: vector.sex,
      region: vector.region,
    });
  });

  test.each(vectors.invalid)('$input is refused as $reason: $note', (vector) => {
    expect(parseIdNumber(vector.input, today)).toEqual({ ok: false, reason: vector.reason });
  });

  test.each([
    ['', 'EMPTY'],
    ['   ', 'EMPTY'],
    ['110101491001001', 'LENGTH'],
    ['11010119491001001', 'LENGTH'],
    ['11010119491001001XX', 'LENGTH'],
    // The province comes before the birth date and the check character.
    ['990101194910010019', 'REGION'],
    ['000000000000000000', 'REGION'],
    ['110101189912310018', 'BIRTHDATE_RANGE'],
    ['110101202601020012', 'BIRTHDATE_RANGE'],
  ])('%p is refused as %s', (input, reason) => {
    expect(parseIdNumber(input, today)).toEqual({ ok: false, reason });
  });

  test('blanks around a number do not matter', () => {
    expect(parseIdNumber(' 11010119700101026x\t', today)).toMatchObject({ ok: true, idNumber: '11010119700101026X' });
  });

  test('a number that was born tomorrow becomes valid tomorrow', () => {
    const born = vectors.valid.find((vector) => vector.birthDate === today)?.input ?? '';
    expect(parseIdNumber(born, '2025-12-31')).toEqual({ ok: false, reason: 'BIRTHDATE_RANGE' });
    expect(parseIdNumber(born, today)).toMatchObject({ ok: true });
  });

  test('the check character catches every single wrong digit and every exchange of neighbours', () => {
    const right = '110101194910010028';
    for (let at = 0; at < 17; at += 1) {
      for (let digit = 0; digit <= 9; digit += 1) {
        const wrong = right.slice(0, at) + String(digit) + right.slice(at + 1);
        if (wrong !== right) expect(parseIdNumber(wrong, today).ok).toBe(false);
      }
      const swapped = right.slice(0, at) + right[at + 1] + right[at] + right.slice(at + 2);
      if (swapped !== right) expect(parseIdNumber(swapped, today).ok).toBe(false);
    }
  });

  test('every reason has a sentence', () => {
    for (const text of Object.values(idNumberFaultText)) expect(text).toContain('身份证号码');
  });
});
