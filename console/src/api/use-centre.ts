import { useQuery } from '@tanstack/react-query';
import { centreApi } from './clients';

const LONG_MS = 10 * 60_000;

/** The centre's name, phone and demo mark. */
export const useCentre = () => useQuery({ queryKey: ['centre'], queryFn: () => centreApi.get({}), staleTime: LONG_MS });

/** What can be booked. */
export const useServices = () =>
  useQuery({ queryKey: ['services'], queryFn: () => centreApi.services({}), staleTime: LONG_MS });
