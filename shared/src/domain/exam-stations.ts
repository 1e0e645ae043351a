import type { ExamTable } from './exam-table';

/** A place of the physical at which items are done. */
export interface Station {
  code: string;
  name: string;
  /** Stations that must be done before. */
  after: readonly string[];
  /** Must be done before eating. */
  fasting?: boolean;
  /** May be left out. */
  optional?: boolean;
}

/** The stations in the order in which people are sent through them. */
export interface StationTable {
  stations: readonly Station[];
}

/** A station with what it still waits for; it is open when nothing is left. */
export interface StationState extends Station {
  waitsFor: readonly string[];
}

/** The stations that are left, in order, each with the names of the stations that it waits for. */
export function stationsLeft(table: StationTable, done: readonly string[]): StationState[] {
  const names = new Map(table.stations.map(({ code, name }) => [code, name]));
  const left = table.stations.filter(({ code }) => !done.includes(code));
  return left.map((station) => ({
    ...station,
    waitsFor: station.after.filter((code) => !done.includes(code)).map((code) => names.get(code) ?? code),
  }));
}

/** Where somebody goes next: the first open station, if any is left. */
export const nextStation = (table: StationTable, done: readonly string[]): StationState | undefined =>
  stationsLeft(table, done).find(({ waitsFor }) => waitsFor.length === 0);

/** Codes of the items that are done at a station. */
export const itemsOfStation = (table: ExamTable, station: string): string[] =>
  table.items.filter((item) => item.station === station).map(({ code }) => code);
