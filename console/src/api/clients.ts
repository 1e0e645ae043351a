import { announcementPaths } from '@linkang/shared/api/announcement.paths';
import type { AnnouncementRoutes } from '@linkang/shared/api/announcement.routes';
import { areaPaths } from '@linkang/shared/api/area.paths';
import type { AreaRoutes } from '@linkang/shared/api/area.routes';
import { articlePaths } from '@linkang/shared/api/article.paths';
import type { ArticleRoutes } from '@linkang/shared/api/article.routes';
import { authPaths } from '@linkang/shared/api/auth.paths';
import type { AuthRoutes } from '@linkang/shared/api/auth.routes';
import { bookingPaths } from '@linkang/shared/api/booking.paths';
import type { BookingRoutes } from '@linkang/shared/api/booking.routes';
import { bulkPaths } from '@linkang/shared/api/bulk.paths';
import type { BulkRoutes } from '@linkang/shared/api/bulk.routes';
import { cardPaths } from '@linkang/shared/api/card.paths';
import type { CardRoutes } from '@linkang/shared/api/card.routes';
import { centrePaths } from '@linkang/shared/api/centre.paths';
import type { CentreRoutes } from '@linkang/shared/api/centre.routes';
import { claimPaths } from '@linkang/shared/api/claim.paths';
import type { ClaimRoutes } from '@linkang/shared/api/claim.routes';
import { makeApi } from '@linkang/shared/api/client';
import { contractPaths } from '@linkang/shared/api/contract.paths';
import type { ContractRoutes } from '@linkang/shared/api/contract.routes';
import { correctionPaths } from '@linkang/shared/api/correction.paths';
import type { CorrectionRoutes } from '@linkang/shared/api/correction.routes';
import { doctorPaths } from '@linkang/shared/api/doctor.paths';
import type { DoctorRoutes } from '@linkang/shared/api/doctor.routes';
import { educationPaths } from '@linkang/shared/api/education.paths';
import type { EducationRoutes } from '@linkang/shared/api/education.routes';
import { exportPaths } from '@linkang/shared/api/export.paths';
import type { ExportRoutes } from '@linkang/shared/api/export.routes';
import { emergencyPaths } from '@linkang/shared/api/emergency.paths';
import type { EmergencyRoutes } from '@linkang/shared/api/emergency.routes';
import { followupPaths } from '@linkang/shared/api/followup.paths';
import type { FollowupRoutes } from '@linkang/shared/api/followup.routes';
import { guardianPaths } from '@linkang/shared/api/guardian.paths';
import type { GuardianRoutes } from '@linkang/shared/api/guardian.routes';
import { prescriptionPaths } from '@linkang/shared/api/prescription.paths';
import type { PrescriptionRoutes } from '@linkang/shared/api/prescription.routes';
import { importPaths } from '@linkang/shared/api/import.paths';
import type { ImportRoutes } from '@linkang/shared/api/import.routes';
import { lecturePaths } from '@linkang/shared/api/lecture.paths';
import type { LectureRoutes } from '@linkang/shared/api/lecture.routes';
import { mergePaths } from '@linkang/shared/api/merge.paths';
import type { MergeRoutes } from '@linkang/shared/api/merge.routes';
import { measurementPaths } from '@linkang/shared/api/measurement.paths';
import type { MeasurementRoutes } from '@linkang/shared/api/measurement.routes';
import { noticePaths } from '@linkang/shared/api/notice.paths';
import type { NoticeRoutes } from '@linkang/shared/api/notice.routes';
import { physicalPaths } from '@linkang/shared/api/physical.paths';
import type { PhysicalRoutes } from '@linkang/shared/api/physical.routes';
import { planPaths } from '@linkang/shared/api/plan.paths';
import type { PlanRoutes } from '@linkang/shared/api/plan.routes';
import { proxyPaths } from '@linkang/shared/api/proxy.paths';
import type { ProxyRoutes } from '@linkang/shared/api/proxy.routes';
import { queuePaths } from '@linkang/shared/api/queue.paths';
import type { QueueRoutes } from '@linkang/shared/api/queue.routes';
import { quizPaths } from '@linkang/shared/api/quiz.paths';
import type { QuizRoutes } from '@linkang/shared/api/quiz.routes';
import { recordPaths } from '@linkang/shared/api/record.paths';
import type { RecordRoutes } from '@linkang/shared/api/record.routes';
import { reportPaths } from '@linkang/shared/api/report.paths';
import type { ReportRoutes } from '@linkang/shared/api/report.routes';
import { residentPaths } from '@linkang/shared/api/resident.paths';
import type { ResidentRoutes } from '@linkang/shared/api/resident.routes';
import { schedulePaths } from '@linkang/shared/api/schedule.paths';
import type { ScheduleRoutes } from '@linkang/shared/api/schedule.routes';
import { screeningPaths } from '@linkang/shared/api/screening.paths';
import type { ScreeningRoutes } from '@linkang/shared/api/screening.routes';
import { sessionPaths } from '@linkang/shared/api/session.paths';
import type { SessionRoutes } from '@linkang/shared/api/session.routes';
import { sheetPaths } from '@linkang/shared/api/sheet.paths';
import type { SheetRoutes } from '@linkang/shared/api/sheet.routes';
import { staffPaths } from '@linkang/shared/api/staff.paths';
import type { StaffRoutes } from '@linkang/shared/api/staff.routes';
import { taskPaths } from '@linkang/shared/api/task.paths';
import type { TaskRoutes } from '@linkang/shared/api/task.routes';
import { teamPaths } from '@linkang/shared/api/team.paths';
import type { TeamRoutes } from '@linkang/shared/api/team.routes';
import { trailPaths } from '@linkang/shared/api/trail.paths';
import type { TrailRoutes } from '@linkang/shared/api/trail.routes';
import { send } from './send';

/** Sign-in and sign-out. */
export const authApi = makeApi<AuthRoutes>(authPaths, send);
/** The centre and its services. */
export const centreApi = makeApi<CentreRoutes>(centrePaths, send);
/** The day at a glance. */
export const noticeApi = makeApi<NoticeRoutes>(noticePaths, send);
/** Sessions and who booked them. */
export const sessionApi = makeApi<SessionRoutes>(sessionPaths, send);
/** Contracts and their review. */
export const contractApi = makeApi<ContractRoutes>(contractPaths, send);
/** Health articles. */
export const articleApi = makeApi<ArticleRoutes>(articlePaths, send);
/** Lectures. */
export const lectureApi = makeApi<LectureRoutes>(lecturePaths, send);
/** Accounts of staff. */
export const staffApi = makeApi<StaffRoutes>(staffPaths, send);
/** Family-doctor teams. */
export const teamApi = makeApi<TeamRoutes>(teamPaths, send);
/** People in the centre's care. */
export const residentApi = makeApi<ResidentRoutes>(residentPaths, send);
/** Relatives who act for them. */
export const proxyApi = makeApi<ProxyRoutes>(proxyPaths, send);
/** Their bookings. */
export const bookingApi = makeApi<BookingRoutes>(bookingPaths, send);
/** What the centre announces. */
export const announcementApi = makeApi<AnnouncementRoutes>(announcementPaths, send);
/** Doctors as residents get to know them. */
export const doctorApi = makeApi<DoctorRoutes>(doctorPaths, send);
/** Weekly templates and the calendar of closed and working days. */
export const scheduleApi = makeApi<ScheduleRoutes>(schedulePaths, send);
/** The waiting room. */
export const queueApi = makeApi<QueueRoutes>(queuePaths, send);
/** Day sheets that work without the server. */
export const sheetApi = makeApi<SheetRoutes>(sheetPaths, send);
/** Figures for those who lead the centre. */
export const reportApi = makeApi<ReportRoutes>(reportPaths, send);
/** Booking for the people of a building at once. */
export const bulkApi = makeApi<BulkRoutes>(bulkPaths, send);
/** Paper cards for the check-in. */
export const cardApi = makeApi<CardRoutes>(cardPaths, send);
/** Giving a record to the account of its person. */
export const claimApi = makeApi<ClaimRoutes>(claimPaths, send);
/** The audit log. */
export const trailApi = makeApi<TrailRoutes>(trailPaths, send);
/** Records opened in an emergency. */
export const emergencyApi = makeApi<EmergencyRoutes>(emergencyPaths, send);
/** Two records of one person. */
export const mergeApi = makeApi<MergeRoutes>(mergePaths, send);
/** Requests of people to correct what is kept of them. */
export const correctionApi = makeApi<CorrectionRoutes>(correctionPaths, send);
/** Screenings in the street. */
export const screeningApi = makeApi<ScreeningRoutes>(screeningPaths, send);
/** What people measure at home. */
export const measurementApi = makeApi<MeasurementRoutes>(measurementPaths, send);

/** Lists as files. */
export const exportApi = makeApi<ExportRoutes>(exportPaths, send);

/** Health records from sheets. */
export const importApi = makeApi<ImportRoutes>(importPaths, send);

/** Who answers for which child. */
export const guardianApi = makeApi<GuardianRoutes>(guardianPaths, send);
/** Check-ups from the arrival to the release. */
export const physicalApi = makeApi<PhysicalRoutes>(physicalPaths, send);
/** What values gave rise to. */
export const taskApi = makeApi<TaskRoutes>(taskPaths, send);
/** Care for people with chronic diseases. */
export const followupApi = makeApi<FollowupRoutes>(followupPaths, send);
/** What signed contracts owe, and to whom. */
export const planApi = makeApi<PlanRoutes>(planPaths, send);
/** Parts of communities. */
export const areaApi = makeApi<AreaRoutes>(areaPaths, send);
/** Health records. */
export const recordApi = makeApi<RecordRoutes>(recordPaths, send);
/** Ledgers of health education. */
export const educationApi = makeApi<EducationRoutes>(educationPaths, send);
/** Health prescriptions. */
export const prescriptionApi = makeApi<PrescriptionRoutes>(prescriptionPaths, send);
/** Questions about health, papers and contests. */
export const quizApi = makeApi<QuizRoutes>(quizPaths, send);
