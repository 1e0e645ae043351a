import { makeApi } from '@linkang/shared/api/client';
import { bookingPaths } from '@linkang/shared/api/booking.paths';
import type { BookingRoutes } from '@linkang/shared/api/booking.routes';
import { send } from '../http';

/** Booked seats. */
export const bookingApi = makeApi<BookingRoutes>(bookingPaths, send);
