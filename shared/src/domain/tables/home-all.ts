import type { HomeKind, HomeTable } from '../home-table';
import { homeBloodPressure } from './home-blood-pressure';
import { homeGlucose } from './home-glucose';
import { homeTemperature } from './home-temperature';
import { homeWeight } from './home-weight';

/** Every kind of home measurement; its page needs all of them, and so do the server and the console. */
export const homeTables: Readonly<Record<HomeKind, HomeTable>> = {
  bloodPressure: homeBloodPressure,
  glucose: homeGlucose,
  weight: homeWeight,
  temperature: homeTemperature,
};
