import { findCell } from '@linkang/shared/domain/area-cells';

const cell = (id: string, buildings: string[], communityId = 'one') => ({ id, communityId, buildings });
const cells = [
  cell('north', ['1号楼', '2号楼']),
  cell('south', ['3号楼', '桂花弄18号']),
  cell('corner', ['3号楼2单元']),
  cell('other', ['1号楼'], 'two'),
];
const at = (address: string | null, communityId: string | null = 'one') =>
  findCell(cells, { communityId, address })?.id;

it.each([
  ['1号楼1单元101室', 'north'],
  ['桂花弄 2 号楼 301', 'north'],
  ['２号楼', 'north'],
  ['13号楼5室', undefined],
  ['3号楼1单元', 'south'],
  ['3号楼2单元6室', 'corner'],
  ['13号楼，后来搬到3号楼', 'south'],
  ['桂花弄18号', 'south'],
  ['别处', undefined],
])('%s is in %s', (address, id) => {
  expect(at(address)).toBe(id);
});

it('is of the own community only, and needs an address', () => {
  expect(at('1号楼', 'two')).toBe('other');
  expect(at('2号楼', 'two')).toBeUndefined();
  expect(at('1号楼', null)).toBeUndefined();
  expect(at(null)).toBeUndefined();
});
