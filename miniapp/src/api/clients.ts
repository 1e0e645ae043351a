import { announcementPaths } from '@linkang/shared/api/announcement.paths';
import type { AnnouncementRoutes } from '@linkang/shared/api/announcement.routes';
import { articlePaths } from '@linkang/shared/api/article.paths';
import type { ArticleRoutes } from '@linkang/shared/api/article.routes';
import { authPaths } from '@linkang/shared/api/auth.paths';
import type { AuthRoutes } from '@linkang/shared/api/auth.routes';
import { bookingPaths } from '@linkang/shared/api/booking.paths';
import type { BookingRoutes } from '@linkang/shared/api/booking.routes';
import { centrePaths } from '@linkang/shared/api/centre.paths';
import type { CentreRoutes } from '@linkang/shared/api/centre.routes';
import { claimPaths } from '@linkang/shared/api/claim.paths';
import type { ClaimRoutes } from '@linkang/shared/api/claim.routes';
import { makeApi } from '@linkang/shared/api/client';
import { closurePaths } from '@linkang/shared/api/closure.paths';
import type { ClosureRoutes } from '@linkang/shared/api/closure.routes';
import { contractPaths } from '@linkang/shared/api/contract.paths';
import type { ContractRoutes } from '@linkang/shared/api/contract.routes';
import { copyPaths } from '@linkang/shared/api/copy.paths';
import type { CopyRoutes } from '@linkang/shared/api/copy.routes';
import { correctionPaths } from '@linkang/shared/api/correction.paths';
import type { CorrectionRoutes } from '@linkang/shared/api/correction.routes';
import { doctorPaths } from '@linkang/shared/api/doctor.paths';
import type { DoctorRoutes } from '@linkang/shared/api/doctor.routes';
import { followupPaths } from '@linkang/shared/api/followup.paths';
import type { FollowupRoutes } from '@linkang/shared/api/followup.routes';
import { guardianPaths } from '@linkang/shared/api/guardian.paths';
import type { GuardianRoutes } from '@linkang/shared/api/guardian.routes';
import { prescriptionPaths } from '@linkang/shared/api/prescription.paths';
import type { PrescriptionRoutes } from '@linkang/shared/api/prescription.routes';
import { lecturePaths } from '@linkang/shared/api/lecture.paths';
import type { LectureRoutes } from '@linkang/shared/api/lecture.routes';
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
import { readingPaths } from '@linkang/shared/api/reading.paths';
import type { ReadingRoutes } from '@linkang/shared/api/reading.routes';
import { quizPaths } from '@linkang/shared/api/quiz.paths';
import type { QuizRoutes } from '@linkang/shared/api/quiz.routes';
import { recordPaths } from '@linkang/shared/api/record.paths';
import type { RecordRoutes } from '@linkang/shared/api/record.routes';
import { residentPaths } from '@linkang/shared/api/resident.paths';
import type { ResidentRoutes } from '@linkang/shared/api/resident.routes';
import { sessionPaths } from '@linkang/shared/api/session.paths';
import type { SessionRoutes } from '@linkang/shared/api/session.routes';
import { subscriptionPaths } from '@linkang/shared/api/subscription.paths';
import type { SubscriptionRoutes } from '@linkang/shared/api/subscription.routes';
import { taskPaths } from '@linkang/shared/api/task.paths';
import type { TaskRoutes } from '@linkang/shared/api/task.routes';
import { teamPaths } from '@linkang/shared/api/team.paths';
import type { TeamRoutes } from '@linkang/shared/api/team.routes';
import { trailPaths } from '@linkang/shared/api/trail.paths';
import type { TrailRoutes } from '@linkang/shared/api/trail.routes';
import { waitlistPaths } from '@linkang/shared/api/waitlist.paths';
import type { WaitlistRoutes } from '@linkang/shared/api/waitlist.routes';
import { send } from './http';

/** Sign-in and the account. */
export const authApi = makeApi<AuthRoutes>(authPaths, send);
/** The centre, its communities and services. */
export const centreApi = makeApi<CentreRoutes>(centrePaths, send);
/** People registered by real name. */
export const residentApi = makeApi<ResidentRoutes>(residentPaths, send);
/** Family-doctor teams. */
export const teamApi = makeApi<TeamRoutes>(teamPaths, send);
/** Contracts with a team. */
export const contractApi = makeApi<ContractRoutes>(contractPaths, send);
/** Sessions with the seats left. */
export const sessionApi = makeApi<SessionRoutes>(sessionPaths, send);
/** Booked seats. */
export const bookingApi = makeApi<BookingRoutes>(bookingPaths, send);
/** Health articles. */
export const articleApi = makeApi<ArticleRoutes>(articlePaths, send);
/** Lectures and their registration. */
export const lectureApi = makeApi<LectureRoutes>(lecturePaths, send);
/** What is next for a person. */
export const noticeApi = makeApi<NoticeRoutes>(noticePaths, send);
/** Relatives who act for a person. */
export const proxyApi = makeApi<ProxyRoutes>(proxyPaths, send);
/** What the centre announces. */
export const announcementApi = makeApi<AnnouncementRoutes>(announcementPaths, send);
/** Doctors and what they are good at. */
export const doctorApi = makeApi<DoctorRoutes>(doctorPaths, send);
/** Checking in and waiting. */
export const queueApi = makeApi<QueueRoutes>(queuePaths, send);
/** Waiting for a seat of a full session. */
export const waitlistApi = makeApi<WaitlistRoutes>(waitlistPaths, send);
/** Getting a person whom the centre knows already. */
export const claimApi = makeApi<ClaimRoutes>(claimPaths, send);
/** Who looked at whose record. */
export const trailApi = makeApi<TrailRoutes>(trailPaths, send);
/** Closing the account. */
export const closureApi = makeApi<ClosureRoutes>(closurePaths, send);
/** A copy of the own data. */
export const copyApi = makeApi<CopyRoutes>(copyPaths, send);
/** Requests to correct what the centre keeps of a person. */
export const correctionApi = makeApi<CorrectionRoutes>(correctionPaths, send);
/** What people measure at home. */
export const measurementApi = makeApi<MeasurementRoutes>(measurementPaths, send);
/** Children and who answers for them. */
export const guardianApi = makeApi<GuardianRoutes>(guardianPaths, send);
/** Check-ups and their reports. */
export const physicalApi = makeApi<PhysicalRoutes>(physicalPaths, send);
/** What is next because of a value. */
export const taskApi = makeApi<TaskRoutes>(taskPaths, send);
/** Follow-ups of chronic diseases. */
export const followupApi = makeApi<FollowupRoutes>(followupPaths, send);
/** What a contract owes in its year. */
export const planApi = makeApi<PlanRoutes>(planPaths, send);
/** The health record and what was done for a person. */
export const recordApi = makeApi<RecordRoutes>(recordPaths, send);
/** Being told of new activities. */
export const subscriptionApi = makeApi<SubscriptionRoutes>(subscriptionPaths, send);
/** What a reader keeps, and how often articles are read. */
export const readingApi = makeApi<ReadingRoutes>(readingPaths, send);
/** Health prescriptions. */
export const prescriptionApi = makeApi<PrescriptionRoutes>(prescriptionPaths, send);
/** Questions about health, papers and contests. */
export const quizApi = makeApi<QuizRoutes>(quizPaths, send);
