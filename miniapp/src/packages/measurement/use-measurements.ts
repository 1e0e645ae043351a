import type { MeasurementRoutes } from '@linkang/shared/api/measurement.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { addDays } from '@linkang/shared/domain/clinic-day';
import type { HomeKind } from '@linkang/shared/domain/home-table';
import { measurementApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { useLoad, type Load } from '@/hooks/use-load';
import { serverToday } from '@/stores/centre';

/** What was measured of a person, with what the phone needs to judge by itself. */
export type Measurements = CallReply<MeasurementRoutes['list']>;

/** Days that the page shows. */
export const SHOWN_DAYS = 30;

/** The readings of the last days; kept for reading, and for judging, without network. */
export const useMeasurements = (residentId: string, kind: HomeKind): Load<Measurements> =>
  useLoad(
    `${PERSONAL}measurements.${residentId}.${kind}`,
    () => {
      const toDay = serverToday();
      return measurementApi.list({
        params: { id: residentId },
        query: { kind, fromDay: addDays(toDay, 1 - SHOWN_DAYS), toDay },
      });
    },
    { keepCopy: true },
  );
