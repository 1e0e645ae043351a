import { maskIdNumber, maskName, maskPhone } from '@linkang/shared/domain/masking';

describe('masking', () => {
  test.each([
    ['张三', '张*'],
    ['张小明', '张*明'],
    ['欧阳小明', '欧**明'],
    ['迪丽热巴·买买提', '迪******提'],
    ['王', '王*'],
    // One letter of the rare planes is two code units.
    ['𠮷野家', '𠮷*家'],
  ])('the name %s becomes %s', (name, masked) => expect(maskName(name)).toBe(masked));

  test.each([
    ['11010119491001001X', '110101********001X'],
    ['110101194910010028', '110101********0028'],
  ])('the number %s becomes %s', (idNumber, masked) => {
    expect(maskIdNumber(idNumber)).toBe(masked);
    expect(masked).toHaveLength(idNumber.length);
  });

  test.each([
    ['13800138000', '138****8000'],
    ['01055500120', '0105****20'],
    ['02161234567', '0216****67'],
  ])('the phone %s becomes %s', (phone, masked) => expect(maskPhone(phone)).toBe(masked));
});
