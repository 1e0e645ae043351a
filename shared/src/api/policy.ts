import { staffRoles, type StaffRoleName } from '../domain/staff-roles';

/** Roles of the centre's staff, as the policy table names them. */
export type PolicyRole = StaffRoleName;

/** Who may call a route. What belongs to whom is decided by the feature's own policy after loading. */
export interface PolicyRow {
  /** No sign-in needed; a token is read when it is there. */
  public?: true;
  /** Signed-in residents: `own` means that the feature's policy checks whose object it is. */
  resident?: 'own' | 'any';
  /** Staff in one of these roles. */
  staff?: readonly PolicyRole[];
}

const everyRole = staffRoles;
const residentFacing = ['director', 'doctor', 'nurse', 'desk', 'editor', 'publicHealth'] as const;
const clinic = ['director', 'doctor', 'nurse', 'desk', 'publicHealth'] as const;
const writers = ['director', 'editor'] as const;
const administrators = ['admin'] as const;
const receivers = ['director', 'nurse', 'desk'] as const;
const announcers = ['director', 'editor', 'desk'] as const;
const organisers = ['director', 'admin'] as const;
/** Those who set the house up and those who open sessions. */
const schedulers = ['director', 'doctor', 'nurse', 'desk', 'admin', 'publicHealth'] as const;
const reviewers = ['director', 'doctor'] as const;
const illustrators = ['director', 'editor', 'admin'] as const;
/** Those who look after the audit log. */
const auditors = ['director', 'auditor'] as const;
/** Those who look over the accounts' rights: who gives them, and who watches over that. */
const overseers = ['admin', 'auditor'] as const;
const emergencyReviewers = ['director', 'auditor'] as const;
/** Who may open a record in an emergency; the others have quieter ways (`access-rules`). */
const emergencyStaff = ['doctor', 'publicHealth'] as const;
/** Those who answer for what stands in the records. */
const recordKeepers = ['director', 'publicHealth'] as const;
const directors = ['director'] as const;
const exporters = ['director', 'nurse', 'desk', 'publicHealth'] as const;
const exportApprovers = ['director', 'auditor'] as const;
const importers = ['director', 'admin'] as const;
const exportStaff = ['director', 'nurse', 'desk', 'publicHealth', 'auditor'] as const;
/** Those who look after people with chronic diseases. */
const carers = ['doctor', 'nurse', 'publicHealth'] as const;
const careReaders = ['director', 'doctor', 'nurse', 'publicHealth'] as const;
const careLeaders = ['director', 'doctor', 'publicHealth'] as const;
/** Those who look at what people measure at home. */
const carers = ['director', 'doctor', 'nurse', 'publicHealth'] as const;
/** Those who answer for what was promised to people who signed. */
const carers = ['director', 'doctor', 'nurse', 'publicHealth'] as const;
const cellReaders = [...carers, 'admin'] as const;
/** Those who keep what is known of people's health. */
const healthKeepers = ['director', 'doctor', 'nurse', 'publicHealth'] as const;
const recordClosers = ['director', 'doctor', 'publicHealth'] as const;
const flagReaders = ['director', 'doctor', 'nurse', 'publicHealth'] as const;

/** Those who measure, write down and look after what follows; the desk receives people and sees no values. */
const carers = ['director', 'doctor', 'nurse', 'publicHealth'] as const;
const examiners = ['doctor'] as const;

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
  'session.update': { staff: clinic },
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
  'staff.list': { staff: overseers },
  'staff.create': { staff: administrators },
  'staff.update': { staff: administrators },
  'staff.resetPassword': { staff: administrators },
  'proxy.create': { resident: 'any' },
  'proxy.list': { resident: 'any' },
  'proxy.ofResident': { staff: receivers },
  'proxy.confirm': { resident: 'own', staff: receivers },
  'proxy.reject': { resident: 'own' },
  'proxy.revoke': { resident: 'own', staff: receivers },
  // Articles have pictures, and doctors their photo.
  'file.create': { staff: illustrators },
  'file.get': { public: true },
  'announcement.list': { public: true },
  'announcement.history': { staff: announcers },
  'announcement.create': { staff: announcers },
  'announcement.end': { staff: announcers },
  'notice.list': { resident: 'any' },
  'notice.unread': { resident: 'any' },
  'notice.read': { resident: 'any' },
  'notice.templates': { resident: 'any' },
  'notice.credits': { resident: 'any' },
  'auth.phone': { resident: 'any' },
  'centre.rooms': { public: true },
  'centre.createRoom': { staff: organisers },
  'centre.updateRoom': { staff: organisers },
  'doctor.list': { public: true },
  'doctor.get': { public: true },
  'doctor.accounts': { staff: organisers },
  'doctor.create': { staff: organisers },
  'doctor.update': { staff: organisers },
  // Only the own profile (doctor.policy).
  'doctor.introduce': { staff: ['doctor'] },
  'session.overview': { staff: clinic },
  'staff.checkImport': { staff: administrators },
  'staff.import': { staff: administrators },
  'centre.readCentre': { staff: organisers },
  'centre.saveCentre': { staff: organisers },
  'centre.readServices': { staff: organisers },
  'centre.saveServices': { staff: organisers },
  'centre.readBooking': { staff: organisers },
  'centre.saveBooking': { staff: organisers },
  'centre.settingHistory': { staff: organisers },
  'contract.readPackages': { staff: organisers },
  'contract.savePackages': { staff: organisers },
  'contract.texts': { staff: organisers },
  'contract.textVersions': { staff: organisers },
  'contract.saveTextDraft': { staff: organisers },
  'contract.publishText': { staff: organisers },
  'contract.signedText': { resident: 'own', staff: clinic },
  'schedule.templates': { staff: schedulers },
  'schedule.createTemplate': { staff: schedulers },
  'schedule.getTemplate': { staff: schedulers },
  'schedule.updateTemplate': { staff: schedulers },
  'schedule.removeTemplate': { staff: schedulers },
  'schedule.days': { staff: schedulers },
  'schedule.createDay': { staff: schedulers },
  'schedule.importDays': { staff: schedulers },
  'schedule.updateDay': { staff: schedulers },
  'schedule.removeDay': { staff: schedulers },
  'schedule.daySessions': { staff: schedulers },
  'schedule.preview': { staff: schedulers },
  'schedule.publish': { staff: schedulers },
  'session.suspend': { staff: clinic },
  'session.resume': { staff: clinic },
  'booking.acceptOffer': { resident: 'own', staff: clinic },
  'booking.declineOffer': { resident: 'own', staff: clinic },
  'booking.move': { resident: 'own', staff: clinic },
  'booking.family': { resident: 'own', staff: clinic },
  'session.capacity': { staff: clinic },
  'booking.extra': { staff: clinic },
  'booking.noShows': { staff: clinic },
  'booking.confirmNoShow': { staff: clinic },
  'booking.undoNoShow': { staff: clinic },
  'booking.appeal': { resident: 'own' },
  'booking.answerAppeal': { staff: clinic },
  'waitlist.join': { resident: 'own', staff: clinic },
  'waitlist.list': { resident: 'own', staff: clinic },
  'waitlist.get': { resident: 'own', staff: clinic },
  'waitlist.accept': { resident: 'own', staff: clinic },
  'waitlist.leave': { resident: 'own', staff: clinic },
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
  'notice.deliveries': { staff: clinic },
  'booking.yearly': { resident: 'any' },
  'report.times': { staff: organisers },
  'notice.calls': { staff: clinic },
  'notice.tickCall': { staff: clinic },
  'bulk.candidates': { staff: clinic },
  'bulk.create': { staff: clinic },
  'bulk.list': { staff: clinic },
  'bulk.get': { staff: clinic },
  'card.list': { staff: clinic },
  'card.issue': { staff: clinic },
  'card.revoke': { staff: clinic },
  'card.print': { staff: clinic },
  'claim.create': { resident: 'any' },
  'claim.own': { resident: 'any' },
  'claim.sendCode': { resident: 'own' },
  'claim.verify': { resident: 'own' },
  'claim.find': { staff: receivers },
  'claim.confirm': { staff: receivers },
  'claim.reject': { staff: receivers },
  'resident.consentState': { resident: 'own', staff: clinic },
  'resident.saveConsent': { resident: 'own' },
  'proxy.deeds': { resident: 'own' },
  'proxy.narrow': { resident: 'own', staff: receivers },
  'trail.ofResident': { resident: 'own' },
  'trail.search': { staff: auditors },
  'trail.choices': { staff: auditors },
  'closure.ofResident': { resident: 'own' },
  'closure.create': { resident: 'own' },
  'closure.undo': { resident: 'own' },
  'copy.create': { resident: 'own' },
  'copy.open': { resident: 'own' },
  'resident.standing': { staff: clinic },
  'resident.reveal': { staff: ['nurse', 'desk'] },
  // Only accounts with the right (resident.flags).
  'resident.flags': { staff: flagReaders },
  'resident.saveFlags': { staff: flagReaders },
  'emergency.start': { staff: emergencyStaff },
  'emergency.list': { staff: emergencyReviewers },
  'emergency.review': { staff: emergencyReviewers },
  'staff.resetOtp': { staff: administrators },
  'auth.otp': { staff: everyRole },
  'auth.startOtp': { staff: everyRole },
  'auth.confirmOtp': { staff: everyRole },
  'centre.readSecurity': { staff: overseers },
  'centre.saveSecurity': { staff: administrators },
  'merge.compare': { staff: recordKeepers },
  'merge.create': { staff: recordKeepers },
  'merge.list': { staff: recordKeepers },
  'contract.end': { staff: directors },
  'correction.create': { resident: 'own' },
  'correction.ofResident': { resident: 'own' },
  'correction.list': { staff: recordKeepers },
  'correction.figures': { staff: recordKeepers },
  'correction.get': { staff: recordKeepers },
  'correction.answer': { staff: recordKeepers },
  'proxy.putPaper': { staff: receivers },
  'proxy.paper': { staff: receivers },
  'centre.readProxies': { staff: organisers },
  'centre.saveProxies': { staff: organisers },
  // Only accounts with the right (export.policy).
  'export.create': { staff: exporters },
  'export.list': { staff: exportStaff },
  'export.approve': { staff: exportApprovers },
  'export.refuse': { staff: exportApprovers },
  'export.open': { staff: exporters },
  'auth.ways': { public: true },
  'auth.startOfficial': { public: true },
  'auth.official': { public: true },
  'auth.sendCode': { public: true },
  'auth.signInByCode': { public: true },
  'auth.ownPhone': { resident: 'any' },
  'auth.sendOwnCode': { resident: 'any' },
  'auth.bindPhone': { resident: 'any' },
  'resident.addIdNumber': { resident: 'own', staff: clinic },
  'guardian.list': { resident: 'any' },
  'guardian.ofResident': { resident: 'own', staff: clinic },
  'guardian.add': { resident: 'own', staff: receivers },
  'guardian.accept': { resident: 'own' },
  'guardian.end': { resident: 'own', staff: receivers },
  'task.list': { staff: carers },
  'task.get': { staff: carers },
  'task.settle': { staff: carers },
  'task.addReading': { staff: carers },
  'task.ofResident': { resident: 'own', staff: carers },
  'physical.list': { staff: carers },
  'physical.open': { staff: carers },
  'physical.get': { staff: carers },
  'physical.enter': { staff: carers },
  'physical.review': { staff: examiners },
  // The report is a doctor's word.
  'physical.release': { staff: examiners },
  'physical.reopen': { staff: examiners },
  'physical.checkLab': { staff: carers },
  'physical.importLab': { staff: carers },
  'physical.report': { resident: 'own', staff: carers },
  'physical.ofResident': { resident: 'own', staff: carers },
  // A programme begins and ends by a doctor; severe mental disorders are for some of them (followup.policy).
  'followup.enrol': { staff: ['doctor'] },
  'followup.ofResident': { resident: 'own', staff: careReaders },
  'followup.create': { staff: carers },
  'followup.due': { staff: careReaders },
  'followup.figures': { staff: careLeaders },
  'followup.amend': { staff: ['doctor'] },
  'followup.versions': { resident: 'own', staff: careReaders },
  'followup.assign': { staff: careLeaders },
  'followup.lost': { staff: carers },
  'followup.end': { staff: ['doctor'] },
  'followup.attempt': { staff: carers },
  'followup.recall': { staff: carers },
  'measurement.create': { resident: 'own', staff: carers },
  'measurement.list': { resident: 'own', staff: carers },
  'measurement.withdraw': { resident: 'own', staff: carers },
  'measurement.wish': { resident: 'own' },
  'measurement.limits': { staff: carers },
  'measurement.saveLimits': { staff: reviewers },
  // Only what the own teams or the whole house answer for (alert.policy).
  'measurement.alerts': { staff: carers },
  'measurement.countAlerts': { staff: carers },
  'measurement.alert': { staff: carers },
  'measurement.acknowledge': { staff: carers },
  'screening.createEvent': { staff: carers },
  'screening.events': { staff: carers },
  'screening.event': { staff: carers },
  'screening.addEntry': { staff: carers },
  'screening.entries': { staff: carers },
  'screening.candidates': { staff: carers },
  'screening.link': { staff: carers },
  'screening.settle': { staff: carers },
  'screening.withdraw': { staff: carers },
  'screening.figures': { staff: carers },
  'plan.ofResident': { resident: 'own', staff: carers },
  'plan.groups': { staff: carers },
  'plan.addGroup': { staff: carers },
  'plan.endGroup': { staff: carers },
  // Only the own teams (plan.policy).
  'plan.list': { staff: carers },
  'plan.figures': { staff: carers },
  'plan.households': { staff: carers },
  'area.cells': { staff: cellReaders },
  'area.createCell': { staff: organisers },
  'area.updateCell': { staff: organisers },
  'contract.signOnSite': { staff: clinic },
  'contract.renew': { resident: 'own', staff: clinic },
  'contract.transfer': { resident: 'own', staff: clinic },
  // Only accounts with the right (import.policy).
  'import.create': { staff: importers },
  'import.list': { staff: importers },
  'import.template': { staff: importers },
  'import.get': { staff: importers },
  'import.start': { staff: importers },
  'import.faults': { staff: importers },
  'record.create': { staff: healthKeepers },
  'record.get': { resident: 'own', staff: healthKeepers },
  'record.update': { staff: healthKeepers },
  'record.versions': { resident: 'own', staff: healthKeepers },
  'record.saveEntry': { staff: healthKeepers },
  'record.close': { staff: recordClosers },
  'record.reopen': { staff: recordClosers },
  'record.household': { staff: healthKeepers },
  'record.timeline': { resident: 'own', staff: healthKeepers },
  // Only the own teams, or the whole house for those who answer for it (record.policy).
  'record.list': { staff: healthKeepers },
  'record.figures': { staff: recordKeepers },
} as const satisfies Record<string, PolicyRow>;

/** Whether one of these roles may call a route; for menus and buttons. */
export const staffMay = (roles: readonly string[], route: keyof typeof policyTable): boolean => {
  const row: PolicyRow = policyTable[route];
  return (row.staff ?? []).some((role) => roles.includes(role));
};
