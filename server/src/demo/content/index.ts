import articles from './articles.json';
import doctorIntros from './doctor-intros.json';
import lectures from './lectures.json';
import rooms from './rooms.json';
import sessionsPlan from './sessions-plan.json';
import teams from './teams.json';
import visitingDoctors from './visiting-doctors.json';

/** An article of the demo. */
export interface DemoArticle {
  title: string;
  category: string;
  html: string;
}

/** A lecture of the demo. */
export interface DemoLecture {
  title: string;
  intro: string;
  speaker: string;
  place: string;
  startTime: string;
  endTime: string;
  capacity: number;
  /** Days from the day of seeding to the lecture. */
  dayOffset: number;
}

/** Somebody who works in a team of the demo; all names are invented. */
export interface DemoTeamMember {
  name: string;
  title: string;
  specialities: string;
}

/** A family-doctor team of the demo with the communities it serves. */
export interface DemoTeam {
  name: string;
  intro: string;
  capacity: number;
  hardLimit: boolean;
  leader: DemoTeamMember;
  members: readonly DemoTeamMember[];
  /** Names of communities; each belongs to one team. */
  communities: readonly string[];
}

/** A session that the demo repeats every week. */
export interface DemoSession {
  serviceCode: string;
  /** 0 for Sunday to 6 for Saturday, as `weekdayNumberOf` counts. */
  weekdays: readonly number[];
  startTime: string;
  endTime: string;
  capacity: number;
  place: string;
  /** The leader of a team; null where the doctor on duty sees people. */
  doctorName: string | null;
  /** Seats by how they are given out, adding up to `capacity`; null where all are online. */
  quotas: { online: number; desk: number; elder: number } | null;
}

/** 20 articles, one per topic, in the order in which they are published. */
export const demoArticles: readonly DemoArticle[] = articles;

/** 6 lectures, the nearest first. */
export const demoLectures: readonly DemoLecture[] = lectures;

/** 7 teams with 12 communities. */
export const demoTeams: readonly DemoTeam[] = teams;

/** The sessions of a week. */
export const demoWeeklySessions: readonly DemoSession[] = sessionsPlan.weekly;

/** A room of the demo; the places of its sessions are floor and name. */
export interface DemoRoom {
  id: string;
  floor: string;
  name: string;
  serviceCodes: readonly string[];
}

/** A doctor of another hospital who comes to the demo's centre. */
export interface DemoVisitor {
  name: string;
  title: string;
  specialities: readonly string[];
  intro: string;
  visitingFrom: string;
}

/** The rooms of the sessions above. */
export const demoRooms: readonly DemoRoom[] = rooms;

/** What the leaders of the teams say of themselves, by name. */
export const demoDoctorIntros: Readonly<Record<string, string>> = doctorIntros;

/** Doctors without an account. */
export const demoVisitors: readonly DemoVisitor[] = visitingDoctors;
