/** Roles of the centre's staff, as the policy table names them. */
export type PolicyRole = 'director' | 'doctor' | 'nurse' | 'desk' | 'editor' | 'admin';

/** Who may call a route. What belongs to whom is decided by the feature's own policy after loading. */
export interface PolicyRow {
  /** No sign-in needed; a token is read when it is there. */
  public?: true;
  /** Signed-in residents: `own` means that the feature's policy checks whose object it is. */
  resident?: 'own' | 'any';
  /** Staff in one of these roles. */
  staff?: readonly PolicyRole[];
}

const everyRole = ['director', 'doctor', 'nurse', 'desk', 'editor', 'admin'] as const;
const residentFacing = ['director', 'doctor', 'nurse', 'desk', 'editor'] as const;
const clinic = ['director', 'doctor', 'nurse', 'desk'] as const;
const writers = ['director', 'editor'] as const;
const administrators = ['admin'] as const;
const receivers = ['director', 'nurse', 'desk'] as const;
const announcers = ['director', 'editor', 'desk'] as const;
const organisers = ['director', 'admin'] as const;
const reviewers = ['director', 'doctor'] as const;

/**
 * The policy table: a row for each route, by `<feature>.<route>`. A route without a row does not
 * compile (`api/index.ts`), and the server refuses to mount it.
 */
export const policyTable = {
  'auth.wechat': { public: true },
  'auth.staff': { public: true },
  'auth.refresh': { public: true },
  'auth.logout': { resident: 'any', staff: everyRole },
  'auth.me': { resident: 'any', staff: everyRole },
  'auth.changePassword': { staff: everyRole },
  'auth.demoPeople': { public: true },
  'centre.get': { public: true },
  'centre.communities': { public: true },
  'centre.services': { public: true },
  'resident.consents': { public: true },
  'resident.create': { resident: 'any', staff: clinic },
  'resident.get': { resident: 'own', staff: clinic },
  'resident.update': { resident: 'own', staff: clinic },
  'resident.search': { staff: clinic },
  'team.list': { public: true },
  'team.get': { public: true },
  'contract.packages': { public: true },
  'contract.agreement': { public: true },
  'contract.create': { resident: 'own' },
  'contract.list': { resident: 'own', staff: clinic },
  'contract.get': { resident: 'own', staff: clinic },
  'contract.signature': { resident: 'own', staff: reviewers },
  'contract.approve': { staff: reviewers },
  'contract.reject': { staff: reviewers },
  'contract.withdraw': { resident: 'own' },
  'session.list': { public: true },
  'session.get': { public: true },
  'session.create': { staff: clinic },
  // Those who write lectures see who registered for them, and no other session (session.policy).
  'session.bookings': { staff: residentFacing },
  'session.day': { staff: clinic },
  'booking.create': { resident: 'own', staff: clinic },
  'booking.list': { resident: 'own', staff: clinic },
  'booking.get': { resident: 'own', staff: clinic },
  'booking.cancel': { resident: 'own', staff: clinic },
  'booking.checkIn': { staff: clinic },
  'booking.call': { staff: clinic },
  'booking.finish': { staff: clinic },
  'booking.undo': { staff: clinic },
  'article.categories': { public: true },
  'article.list': { public: true },
  'article.get': { public: true },
  'article.create': { staff: writers },
  'article.update': { staff: writers },
  'article.publish': { staff: writers },
  'article.withdraw': { staff: writers },
  'lecture.list': { public: true },
  'lecture.get': { public: true },
  'lecture.create': { staff: writers },
  'lecture.update': { staff: writers },
  'lecture.publish': { staff: writers },
  'lecture.cancel': { staff: writers },
  'lecture.register': { resident: 'own' },
  'notice.next': { resident: 'own' },
  'notice.today': { staff: everyRole },
  'centre.createCommunity': { staff: organisers },
  'centre.updateCommunity': { staff: organisers },
  'team.create': { staff: organisers },
  'team.update': { staff: organisers },
  'staff.list': { staff: administrators },
  'staff.create': { staff: administrators },
  'staff.update': { staff: administrators },
  'staff.resetPassword': { staff: administrators },
  'proxy.create': { resident: 'any' },
  'proxy.list': { resident: 'any' },
  'proxy.ofResident': { staff: receivers },
  'proxy.confirm': { resident: 'own', staff: receivers },
  'proxy.reject': { resident: 'own' },
  'proxy.revoke': { resident: 'own', staff: receivers },
  'file.create': { staff: writers },
  'file.get': { public: true },
  'announcement.list': { public: true },
  'announcement.history': { staff: announcers },
  'announcement.create': { staff: announcers },
  'announcement.end': { staff: announcers },
  'queue.next': { staff: clinic },
  'queue.recall': { staff: clinic },
  'queue.skip': { staff: clinic },
  'queue.place': { resident: 'own', staff: clinic },
  'queue.day': { staff: clinic },
  'queue.board': { staff: clinic },
  'queue.code': { resident: 'own' },
  'queue.deskCode': { staff: clinic },
  'queue.scan': { staff: clinic },
  'queue.arrive': { resident: 'own' },
  'sheet.get': { staff: clinic },
  'sheet.apply': { staff: clinic },
} as const satisfies Record<string, PolicyRow>;

/** Whether one of these roles may call a route; for menus and buttons. */
export const staffMay = (roles: readonly string[], route: keyof typeof policyTable): boolean => {
  const row: PolicyRow = policyTable[route];
  return (row.staff ?? []).some((role) => roles.includes(role));
};
