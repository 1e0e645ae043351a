import type { Module } from './platform/module';
import { announcementModule } from './modules/announcement';
import { areaModule } from './modules/area';
import { articleModule } from './modules/article';
import { authModule } from './modules/auth';
import { bookingModule } from './modules/booking';
import { bulkModule } from './modules/bulk';
import { cardModule } from './modules/card';
import { centreModule } from './modules/centre';
import { claimModule } from './modules/claim';
import { closureModule } from './modules/closure';
import { contractModule } from './modules/contract';
import { copyModule } from './modules/copy';
import { correctionModule } from './modules/correction';
import { followupModule } from './modules/followup';
import { doctorModule } from './modules/doctor';
import { educationModule } from './modules/education';
import { emergencyModule } from './modules/emergency';
import { exportModule } from './modules/export';
import { fileModule } from './modules/file';
import { guardianModule } from './modules/guardian';
import { prescriptionModule } from './modules/prescription';
import { importModule } from './modules/import';
import { lectureModule } from './modules/lecture';
import { measurementModule } from './modules/measurement';
import { mergeModule } from './modules/merge';
import { noticeModule } from './modules/notice';
import { physicalModule } from './modules/physical';
import { planModule } from './modules/plan';
import { proxyModule } from './modules/proxy';
import { queueModule } from './modules/queue';
import { readingModule } from './modules/reading';
import { quizModule } from './modules/quiz';
import { recordModule } from './modules/record';
import { reportModule } from './modules/report';
import { residentModule } from './modules/resident';
import { scheduleModule } from './modules/schedule';
import { screeningModule } from './modules/screening';
import { sessionModule } from './modules/session';
import { sheetModule } from './modules/sheet';
import { staffModule } from './modules/staff';
import { subscriptionModule } from './modules/subscription';
import { taskModule } from './modules/task';
import { teamModule } from './modules/team';
import { trailModule } from './modules/trail';
import { waitlistModule } from './modules/waitlist';

/** Every feature that the server serves. */
export const modules: Module[] = [
  authModule,
  centreModule,
  residentModule,
  teamModule,
  contractModule,
  sessionModule,
  bookingModule,
  articleModule,
  lectureModule,
  noticeModule,
  staffModule,
  proxyModule,
  fileModule,
  announcementModule,
  doctorModule,
  scheduleModule,
  waitlistModule,
  queueModule,
  sheetModule,
  reportModule,
  bulkModule,
  cardModule,
  claimModule,
  trailModule,
  closureModule,
  copyModule,
  emergencyModule,
  mergeModule,
  correctionModule,
  exportModule,
  guardianModule,
  physicalModule,
  taskModule,
  followupModule,
  measurementModule,
  screeningModule,
  planModule,
  areaModule,
  importModule,
  recordModule,
  educationModule,
  subscriptionModule,
  readingModule,
  prescriptionModule,
  quizModule,
];
