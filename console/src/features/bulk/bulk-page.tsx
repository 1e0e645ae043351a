import { MAX_BULK_PEOPLE } from '@linkang/shared/domain/bulk-limits';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { errorText } from '../../api/api-error';
import { bulkApi } from '../../api/clients';
import { useServices } from '../../api/use-centre';
import { useSubmissionKey } from '../../api/use-submission-key';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import './bulk.css';
import { LatestRuns } from './latest-runs';
import { PeopleChoice } from './people-choice';
import { SessionChoice } from './session-choice';

/** For this most buildings are visited. */
const USUAL_SERVICE = 'senior-physical';

function useStart() {
  const submission = useSubmissionKey();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: { sessionIds: string[]; residentIds: string[] }) =>
      bulkApi.create({ body }, { idempotencyKey: submission.keyFor(body) }),
    onSuccess: (run) => {
      submission.done();
      queryClient.setQueryData(['bulk-run', run.id], run);
      void queryClient.invalidateQueries({ queryKey: ['bulk-runs'] });
      void navigate(`/building-days/${run.id}`);
    },
  });
}

/** What is missing before it can begin, or null. */
function missing(sessions: number, people: number): string | null {
  if (sessions === 0) return '请先选场次。';
  if (people === 0) return '请先选居民。';
  return people > MAX_BULK_PEOPLE ? `一次最多${MAX_BULK_PEOPLE}人，请分几次预约。` : null;
}

function Form({ services }: { services: readonly { code: string; name: string }[] }) {
  const usual = services.find(({ code }) => code === USUAL_SERVICE) ?? services[0];
  const [serviceCode, setServiceCode] = useState(usual?.code ?? '');
  const [sessionIds, setSessionIds] = useState<string[]>([]);
  const [residentIds, setResidentIds] = useState<string[]>([]);
  const start = useStart();
  const lack = missing(sessionIds.length, residentIds.length);
  const changeService = (code: string): void => {
    setServiceCode(code);
    setSessionIds([]);
    setResidentIds([]);
  };
  return (
    <>
      <SessionChoice
        services={services}
        serviceCode={serviceCode}
        onService={changeService}
        chosen={sessionIds}
        onChange={setSessionIds}
      />
      <PeopleChoice key={serviceCode} serviceCode={serviceCode} chosen={residentIds} onChange={setResidentIds} />
      <section className="panel" aria-label="预约">
        <h2>三、预约</h2>
        <p role="status">
          {lack ??
            `给 ${residentIds.length} 人在 ${sessionIds.length} 个场次里排号，先排早的场次。约不上的会列出原因。`}
        </p>
        {start.error && <Alert type="error" showIcon title={errorText(start.error)} className="bulk-problem" />}
        <Button
          type="primary"
          size="large"
          disabled={lack !== null}
          loading={start.isPending}
          onClick={() => start.mutate({ sessionIds, residentIds })}
        >
          开始预约
        </Button>
      </section>
    </>
  );
}

/** Booking for the people of a building: sessions, people, and off it goes. */
export function BulkPage() {
  const services = useServices();
  return (
    <>
      <PageHeader title="整楼预约" note="给一个社区、一栋楼的居民一起约，适合没有手机的老人。查看名单会记入日志。" />
      <QueryView query={services}>{({ items }) => <Form services={items} />}</QueryView>
      <LatestRuns />
    </>
  );
}
