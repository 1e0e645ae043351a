import type { StaffRoleName } from './staff-roles';

/**
 * Why staff may read a resident's record: the duty of the whole house, an active contract with the own team, an
 * application that waits for the own team, a visit today that is the own work, the person at the counter or on the
 * phone, an emergency that is reviewed afterwards.
 */
export type AccessGround = 'office' | 'team' | 'application' | 'today' | 'counter' | 'emergency';

/** What somebody without a ground can do to get one. */
export type AccessWay = 'reveal' | 'emergency';

/** What a role reads of residents. */
export interface AccessRule {
  grounds: readonly AccessGround[];
  /** Whose visits of today are this role's work: those of the own sessions, or everybody's. */
  today: 'own' | 'house';
  /** The same for applications. */
  applications: 'own' | 'house';
  way: AccessWay | null;
}

const byRelation: AccessRule = {
  grounds: ['team', 'application', 'today', 'emergency'],
  today: 'own',
  applications: 'own',
  way: 'emergency',
};
const byTask: AccessRule = {
  grounds: ['team', 'application', 'today', 'counter'],
  today: 'house',
  applications: 'house',
  way: 'reveal',
};

/** Whose record each role reads. A role that is missing reads none. */
export const accessRules: Readonly<Partial<Record<StaffRoleName, AccessRule>>> = {
  director: { grounds: ['office'], today: 'house', applications: 'house', way: null },
  doctor: byRelation,
  publicHealth: { ...byRelation, today: 'house' },
  nurse: byTask,
  desk: byTask,
};

/** The rules of an account's roles. */
export const accessRulesOf = (roles: readonly string[]): AccessRule[] =>
  roles.flatMap((role) => accessRules[role as StaffRoleName] ?? []);

/** How an account gets at a record that it has no ground for, the quiet way first. */
export const accessWaysOf = (roles: readonly string[]): AccessWay[] =>
  (['reveal', 'emergency'] as const).filter((way) => accessRulesOf(roles).some((rule) => rule.way === way));

/** Why somebody at a counter shows what was masked. */
export const revealReasons = {
  atCounter: '本人或家属在窗口',
  onPhone: '本人或家属来电',
  callBack: '要打电话通知本人',
} as const;

export type RevealReason = keyof typeof revealReasons;

/** How long what was shown at the counter stays open, in minutes. */
export const REVEAL_MINUTES = 30;

/** Why somebody opens a record that is not theirs to read. */
export const emergencyReasons = {
  rescue: '抢救或急症',
  walkIn: '本人在诊室，没有预约',
  handover: '受其他团队医生委托',
  critical: '危急结果，要马上联系',
} as const;

export type EmergencyReason = keyof typeof emergencyReasons;

/** Within so many hours somebody else says whether an emergency was in order. */
export const EMERGENCY_REVIEW_HOURS = 72;

/** Longest explanation of an emergency, in characters. */
export const EMERGENCY_WORDS_MAX = 200;

/** Marks that only accounts with the right `sensitiveFlags` know of. */
export const sensitiveFlags = {
  mentalDisorder: '严重精神障碍',
  hiv: '艾滋病病毒感染',
  specialFamilyPlanning: '计划生育特殊家庭',
  adoption: '收养',
  abuse: '受虐待或家庭暴力',
} as const;

export type SensitiveFlag = keyof typeof sensitiveFlags;
