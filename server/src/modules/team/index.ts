import mongoose from 'mongoose';
import type { Module } from '../../platform/module';
import { findTeamsByIds, insertTeams, type TeamRow } from './team.model';
import { buildTeamHandlers } from './team.router';

export { claimTeam, countSigned, findAllTeams as listTeams, findTeamById as findTeam } from './team.model';
export type { TeamMember, TeamRow } from './team.model';

/** A team to add; it gets an id unless it brings one. */
export type NewTeam = Omit<TeamRow, '_id' | 'claims'> & { id?: string };

/** The teams with these ids, by id; unknown ids are absent. */
export async function findTeams(ids: readonly string[]): Promise<Map<string, TeamRow>> {
  const teams = await findTeamsByIds(ids);
  return new Map(teams.map((team) => [team._id, team]));
}

/** Names of teams by id; unknown ids are absent. */
export async function teamNames(ids: readonly string[]): Promise<Map<string, string>> {
  const teams = await findTeams(ids);
  return new Map([...teams].map(([id, team]) => [id, team.name]));
}

/** Adds teams. @returns them with their ids, in the order given */
export async function createTeams(teams: readonly NewTeam[]): Promise<TeamRow[]> {
  const rows = teams.map(({ id, ...team }) => ({ _id: id ?? new mongoose.Types.ObjectId().toHexString(), ...team }));
  await insertTeams(rows);
  return rows;
}

export const teamModule: Module = { feature: 'team', handlers: buildTeamHandlers };
