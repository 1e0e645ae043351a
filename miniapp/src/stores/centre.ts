import { create } from 'zustand';
import type { CallReply } from '@linkang/shared/api/route';
import type { CentreRoutes } from '@linkang/shared/api/centre.routes';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { centreApi } from '@/api/clients';
import { readCopy, writeCopy } from '@/api/offline-copies';

/** Name, address, phone and hours of the centre. */
export type Centre = CallReply<CentreRoutes['get']>;

interface CentreState {
  centre: Centre | undefined;
  /** Server's clock minus the phone's, in milliseconds. */
  clockOffsetMs: number;
}

/** Another name than that of copies without further phones, which old visits left. */
const COPY = 'centre-2';

/** The centre, known from the last visit even without network. */
export const useCentre = create<CentreState>(() => ({ centre: readCopy<Centre>(COPY)?.data, clockOffsetMs: 0 }));

let loading: Promise<void> | undefined;

/** Loads the centre once; a failure leaves the kept copy and may be tried again. */
export function loadCentre(): Promise<void> {
  loading ??= centreApi
    .get({})
    .then((centre) => {
      writeCopy(COPY, centre);
      useCentre.setState({ centre, clockOffsetMs: Date.parse(centre.serverTime) - Date.now() });
    })
    .catch(() => {
      loading = undefined;
    });
  return loading;
}

/** Now by the server's clock: phones of elderly people are often wrong. */
export const serverNow = (): Date => new Date(Date.now() + useCentre.getState().clockOffsetMs);

/** Today's clinic day by the server's clock. */
export const serverToday = (): string => dayOf(serverNow());
