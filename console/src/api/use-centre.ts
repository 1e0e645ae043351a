import { useQuery } from '@tanstack/react-query';
import { areaApi, centreApi, doctorApi, teamApi } from './clients';

const LONG_MS = 10 * 60_000;

/** The centre's name, phone and demo mark. */
export const useCentre = () => useQuery({ queryKey: ['centre'], queryFn: () => centreApi.get({}), staleTime: LONG_MS });

/** What can be booked. */
export const useServices = () =>
  useQuery({ queryKey: ['services'], queryFn: () => centreApi.services({}), staleTime: LONG_MS });

/** All rooms in their order, closed ones too. */
export const useRooms = () => useQuery({ queryKey: ['rooms'], queryFn: () => centreApi.rooms({}) });

/** Doctors who work here now. */
export const useDoctors = () =>
  useQuery({ queryKey: ['doctors', 'active'], queryFn: () => doctorApi.list({ query: {} }) });

/** All teams in their order. */
export const useTeams = () => useQuery({ queryKey: ['teams'], queryFn: () => teamApi.list({ query: {} }) });

/** All communities in their order. */
export const useCommunities = () => useQuery({ queryKey: ['communities'], queryFn: () => centreApi.communities({}) });

/** All cells of the communities, by name. */
export const useCells = () => useQuery({ queryKey: ['cells'], queryFn: () => areaApi.cells({}) });
