import { createBrowserRouter, Navigate } from 'react-router-dom';
import { Loading } from '../components/query-view';
import { announcementPages } from '../features/announcement';
import { articlePages } from '../features/article';
import { authPages } from '../features/auth';
import { bulkPages } from '../features/bulk';
import { claimPages } from '../features/claim';
import { contractPages } from '../features/contract';
import { correctionPages } from '../features/correction';
import { deskPages } from '../features/desk';
import { doctorPages } from '../features/doctor';
import { educationPages } from '../features/education';
import { emergencyPages } from '../features/emergency';
import { exportPages } from '../features/export';
import { followupPages } from '../features/followup';
import { prescriptionPages } from '../features/prescription';
import { importPages } from '../features/import';
import { lecturePages, lectureScreens } from '../features/lecture';
import { measurementPages } from '../features/measurement';
import { mergePages } from '../features/merge';
import { noticePages } from '../features/notice';
import { physicalPages } from '../features/physical';
import { recordPages } from '../features/record';
import { reportPages } from '../features/report';
import { schedulePages } from '../features/schedule';
import { planPages } from '../features/plan';
import { queuePages, screenPages } from '../features/queue';
import { quizPages, quizScreens } from '../features/quiz';
import { screeningPages } from '../features/screening';
import { sessionPages } from '../features/session';
import { centrePages } from '../features/centre';
import { staffPages } from '../features/staff';
import { taskPages } from '../features/task';
import { trailPages } from '../features/trail';
import { BrokenPage, MissingPage } from './fallback-pages';
import { Shell } from './shell';

/** All pages under `/console/`; each is loaded when it is first opened. */
export const router = createBrowserRouter(
  [
    {
      errorElement: <BrokenPage />,
      HydrateFallback: Loading,
      children: [
        ...authPages,
        ...screenPages,
        ...lectureScreens,
        ...quizScreens,
        {
          element: <Shell />,
          children: [
            {
              errorElement: <BrokenPage />,
              children: [
                { index: true, element: <Navigate to="/today" replace /> },
                ...noticePages,
                ...sessionPages,
                ...contractPages,
                ...articlePages,
                ...lecturePages,
                ...centrePages,
                ...staffPages,
                ...deskPages,
                ...announcementPages,
                ...doctorPages,
                ...schedulePages,
                ...queuePages,
                ...reportPages,
                ...bulkPages,
                ...claimPages,
                ...trailPages,
                ...emergencyPages,
                ...mergePages,
                ...correctionPages,
                ...exportPages,
                ...physicalPages,
                ...taskPages,
                ...followupPages,
                ...measurementPages,
                ...screeningPages,
                ...planPages,
                ...importPages,
                ...recordPages,
                ...educationPages,
                ...prescriptionPages,
                ...quizPages,
                { path: '*', element: <MissingPage /> },
              ],
            },
          ],
        },
      ],
    },
  ],
  { basename: '/console' },
);
