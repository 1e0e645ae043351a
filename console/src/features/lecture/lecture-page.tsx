import type { Lecture } from '@linkang/shared/api/lecture.routes';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useParams } from 'react-router-dom';
import { lectureApi } from '../../api/clients';
import { Loading, QueryView } from '../../components/query-view';
import { LectureDetail } from './lecture-detail';

const NEW = 'new';

// The schema that checks the form comes with it, only when it is needed.
const LectureForm = lazy(async () => ({ default: (await import('./lecture-form')).LectureForm }));

function LectureView({ lecture }: { lecture: Lecture }) {
  return lecture.state === 'draft' ? (
    <LectureForm key={lecture.id} lecture={lecture} />
  ) : (
    <LectureDetail lecture={lecture} />
  );
}

/** A new lecture, a draft to change, or one that is announced with its registrations. */
export function LecturePage() {
  const { id = NEW } = useParams();
  const query = useQuery({
    queryKey: ['lecture', id],
    queryFn: () => lectureApi.get({ params: { id } }),
    enabled: id !== NEW,
    // A form starts from the newest version, not from one that an earlier visit left.
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  return (
    <Suspense fallback={<Loading />}>
      {id === NEW ? (
        <LectureForm key={NEW} lecture={null} />
      ) : (
        <QueryView query={query} title="讲座">
          {(lecture) => <LectureView lecture={lecture} />}
        </QueryView>
      )}
    </Suspense>
  );
}
