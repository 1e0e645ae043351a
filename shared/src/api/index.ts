import { announcementRoutes } from './announcement.routes';
import { areaRoutes } from './area.routes';
import { articleRoutes } from './article.routes';
import { authRoutes } from './auth.routes';
import { bookingRoutes } from './booking.routes';
import { bulkRoutes } from './bulk.routes';
import { cardRoutes } from './card.routes';
import { centreRoutes } from './centre.routes';
import { claimRoutes } from './claim.routes';
import { closureRoutes } from './closure.routes';
import { contractRoutes } from './contract.routes';
import { copyRoutes } from './copy.routes';
import { correctionRoutes } from './correction.routes';
import { doctorRoutes } from './doctor.routes';
import { educationRoutes } from './education.routes';
import { emergencyRoutes } from './emergency.routes';
import { exportRoutes } from './export.routes';
import { fileRoutes } from './file.routes';
import { followupRoutes } from './followup.routes';
import { guardianRoutes } from './guardian.routes';
import { prescriptionRoutes } from './prescription.routes';
import { importRoutes } from './import.routes';
import { lectureRoutes } from './lecture.routes';
import { measurementRoutes } from './measurement.routes';
import { mergeRoutes } from './merge.routes';
import { noticeRoutes } from './notice.routes';
import { physicalRoutes } from './physical.routes';
import { planRoutes } from './plan.routes';
import type { PolicyRow } from './policy';
import { policyTable } from './policy';
import { proxyRoutes } from './proxy.routes';
import { queueRoutes } from './queue.routes';
import { readingRoutes } from './reading.routes';
import { quizRoutes } from './quiz.routes';
import { recordRoutes } from './record.routes';
import { reportRoutes } from './report.routes';
import { residentRoutes } from './resident.routes';
import { scheduleRoutes } from './schedule.routes';
import { screeningRoutes } from './screening.routes';
import { sessionRoutes } from './session.routes';
import { sheetRoutes } from './sheet.routes';
import { staffRoutes } from './staff.routes';
import { subscriptionRoutes } from './subscription.routes';
import { taskRoutes } from './task.routes';
import { teamRoutes } from './team.routes';
import { trailRoutes } from './trail.routes';
import { waitlistRoutes } from './waitlist.routes';

/** Every route of the API, by feature. */
export const routeTable = {
  auth: authRoutes,
  centre: centreRoutes,
  resident: residentRoutes,
  team: teamRoutes,
  contract: contractRoutes,
  session: sessionRoutes,
  booking: bookingRoutes,
  article: articleRoutes,
  lecture: lectureRoutes,
  notice: noticeRoutes,
  staff: staffRoutes,
  proxy: proxyRoutes,
  file: fileRoutes,
  announcement: announcementRoutes,
  doctor: doctorRoutes,
  schedule: scheduleRoutes,
  waitlist: waitlistRoutes,
  queue: queueRoutes,
  sheet: sheetRoutes,
  report: reportRoutes,
  bulk: bulkRoutes,
  card: cardRoutes,
  claim: claimRoutes,
  trail: trailRoutes,
  closure: closureRoutes,
  copy: copyRoutes,
  emergency: emergencyRoutes,
  merge: mergeRoutes,
  correction: correctionRoutes,
  export: exportRoutes,
  guardian: guardianRoutes,
  task: taskRoutes,
  physical: physicalRoutes,
  followup: followupRoutes,
  measurement: measurementRoutes,
  screening: screeningRoutes,
  plan: planRoutes,
  area: areaRoutes,
  import: importRoutes,
  record: recordRoutes,
  education: educationRoutes,
  subscription: subscriptionRoutes,
  reading: readingRoutes,
  prescription: prescriptionRoutes,
  quiz: quizRoutes,
} as const;

export type RouteTable = typeof routeTable;
export type Feature = keyof RouteTable;

/** `<feature>.<route>`, the key of a row in the policy table. */
export type RouteName = { [F in Feature]: `${F}.${Extract<keyof RouteTable[F], string>}` }[Feature];

/** The policy table, checked to hold a row for each route. */
export const policies: Readonly<Record<RouteName, PolicyRow>> = policyTable;
