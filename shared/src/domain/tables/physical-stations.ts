import type { StationTable } from '../exam-stations';
import table from '../data/physical-stations.json';

/** Stations of the physical in their order; breakfast only after blood and ultrasound. */
export const physicalStations = table as StationTable;
