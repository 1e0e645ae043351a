import { staffRoles } from '../domain/staff-roles';

/*
 * Who may call what, by name: the groups of roles of which the policy table is made.
 */

export const everyRole = staffRoles;
export const residentFacing = ['director', 'doctor', 'nurse', 'desk', 'editor', 'publicHealth'] as const;
export const clinic = ['director', 'doctor', 'nurse', 'desk', 'publicHealth'] as const;
export const writers = ['director', 'editor'] as const;
/** Those who say that an article may be shown. */
export const articleReviewers = ['director', 'doctor', 'publicHealth'] as const;
export const articleStaff = ['director', 'editor', 'doctor', 'publicHealth'] as const;
export const administrators = ['admin'] as const;
export const receivers = ['director', 'nurse', 'desk'] as const;
export const announcers = ['director', 'editor', 'desk'] as const;
export const organisers = ['director', 'admin'] as const;
/** Those who set the house up and those who open sessions. */
export const schedulers = ['director', 'doctor', 'nurse', 'desk', 'admin', 'publicHealth'] as const;
export const reviewers = ['director', 'doctor'] as const;
export const illustrators = ['director', 'editor', 'admin', 'publicHealth'] as const;
/** Those who look after the audit log. */
export const auditors = ['director', 'auditor'] as const;
/** Those who look over the accounts' rights: who gives them, and who watches over that. */
export const overseers = ['admin', 'auditor'] as const;
export const emergencyReviewers = ['director', 'auditor'] as const;
/** Who may open a record in an emergency; the others have quieter ways (`access-rules`). */
export const emergencyStaff = ['doctor', 'publicHealth'] as const;
/** Those who answer for what stands in the records. */
export const recordKeepers = ['director', 'publicHealth'] as const;
export const directors = ['director'] as const;
export const exporters = ['director', 'nurse', 'desk', 'publicHealth'] as const;
export const exportApprovers = ['director', 'auditor'] as const;
export const importers = ['director', 'admin'] as const;
/** Those who measure, write down and look after what follows; the desk receives people and sees no values. */
export const carers = ['director', 'doctor', 'nurse', 'publicHealth'] as const;
export const exportStaff = ['director', 'nurse', 'desk', 'publicHealth', 'auditor'] as const;
/** Those who visit and measure people with chronic diseases. */
export const careStaff = ['doctor', 'nurse', 'publicHealth'] as const;
export const careLeaders = ['director', 'doctor', 'publicHealth'] as const;
export const cellReaders = [...carers, 'admin'] as const;
export const recordClosers = ['director', 'doctor', 'publicHealth'] as const;
export const examiners = ['doctor'] as const;
/** Those who answer for health education. */
export const educators = ['director', 'editor', 'publicHealth'] as const;
/** Those who look after the questions and hold contests. */
export const quizKeepers = ['director', 'doctor', 'publicHealth', 'editor'] as const;
