import { itemsOfStation, nextStation, stationsLeft } from '@linkang/shared/domain/exam-stations';
import { physicalItems } from '@linkang/shared/domain/tables/physical-items';
import { physicalStations } from '@linkang/shared/domain/tables/physical-stations';
import { changed } from './table-change';

describe('stations', () => {
  test('everything starts with the identity, and breakfast waits for blood and ultrasound', () => {
    expect(nextStation(physicalStations, [])?.code).toBe('identity');
    expect(nextStation(physicalStations, ['identity'])?.code).toBe('blood');
    const left = stationsLeft(physicalStations, ['identity', 'blood']);
    expect(left.find(({ code }) => code === 'breakfast')?.waitsFor).toEqual(['腹部B超']);
    expect(nextStation(physicalStations, ['identity', 'blood', 'imaging'])?.code).toBe('breakfast');
    expect(
      nextStation(
        physicalStations,
        physicalStations.stations.map(({ code }) => code),
      ),
    ).toBeUndefined();
  });

  test('the summary waits for all but what may be left out', () => {
    const done = ['identity', 'blood', 'imaging', 'breakfast', 'vitals', 'questions', 'examination'];
    expect(stationsLeft(physicalStations, done).map(({ code, waitsFor }) => [code, waitsFor])).toEqual([
      ['tcm', []],
      ['summary', []],
    ]);
  });

  test('the order is data, and every item has its station', () => {
    const free = changed(physicalStations, ['stations', 3, 'after'], []);
    expect(stationsLeft(free, []).find(({ waitsFor }) => waitsFor.length === 0)?.code).toBe('identity');
    expect(stationsLeft(free, ['identity']).find(({ code }) => code === 'breakfast')?.waitsFor).toEqual([]);
    const codes = physicalStations.stations.flatMap(({ code }) => itemsOfStation(physicalItems, code));
    expect(codes.sort()).toEqual(physicalItems.items.map(({ code }) => code).sort());
    expect(itemsOfStation(physicalItems, 'imaging')).toContain('US_ABD');
  });
});
