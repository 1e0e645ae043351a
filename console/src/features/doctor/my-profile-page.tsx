import type { Doctor } from '@linkang/shared/api/doctor.routes';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form } from 'antd';
import { errorText, hasCode } from '../../api/api-error';
import { doctorApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { DoctorFace } from '../../components/doctor-face';
import { EmptyNote } from '../../components/empty-note';
import { faultsOf, faultText } from '../../components/form-faults';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { useTell } from '../../components/use-tell';
import { IntroFields } from './doctor-fields';

interface IntroValues {
  specialities: string[];
  intro: string;
}

const failureOf = (error: unknown): string => {
  if (hasCode(error, 'STATE_CONFLICT')) return '您的介绍刚刚被别人改过，没有保存。请刷新页面再改。';
  return [...new Set(faultsOf(error).map(faultText))].join('；') || errorText(error);
};

function IntroForm({ doctor }: { doctor: Doctor }) {
  const queryClient = useQueryClient();
  const tell = useTell();
  const save = useMutation({
    mutationFn: ({ specialities, intro }: IntroValues) =>
      doctorApi.introduce({ params: { id: doctor.id }, body: { rev: doctor.rev, specialities, intro: intro.trim() } }),
    onSuccess: (saved) => {
      tell.done('已保存，居民看到的是新的介绍');
      queryClient.setQueryData(['doctors', 'own', doctor.id], saved);
    },
  });
  return (
    <section className="panel" aria-label="我的介绍">
      <p className="doctor-name">
        <DoctorFace name={doctor.name} photoUrl={doctor.photoUrl} />
        {`${doctor.name} ${doctor.title}`}
      </p>
      {save.error && <Alert type="error" showIcon title={failureOf(save.error)} style={{ marginBottom: 16 }} />}
      <Form<IntroValues>
        layout="vertical"
        initialValues={{ specialities: doctor.specialities, intro: doctor.intro }}
        onFinish={(values) => save.mutate(values)}
      >
        <IntroFields />
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          保存
        </Button>
      </Form>
    </section>
  );
}

/** A doctor's own profile: what they say of themselves is theirs to change. */
export function MyProfilePage() {
  const id = useAccount()?.id ?? '';
  const query = useQuery({
    queryKey: ['doctors', 'own', id],
    queryFn: () =>
      doctorApi.get({ params: { id } }).catch((error: unknown) => {
        if (hasCode(error, 'NOT_FOUND')) return null;
        throw error;
      }),
    refetchOnWindowFocus: false,
  });
  return (
    <>
      <PageHeader title="我的介绍" note="居民在“找医生”里看到的话。姓名、职称和照片请主任或管理员修改。" />
      <QueryView query={query}>
        {(doctor) =>
          doctor ? <IntroForm doctor={doctor} /> : <EmptyNote text="还没有您的介绍，请主任或管理员先添加" />
        }
      </QueryView>
    </>
  );
}
