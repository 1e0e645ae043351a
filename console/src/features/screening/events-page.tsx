import type { ScreeningEvent } from '@linkang/shared/api/screening.routes';
import { SCREENING_WORDS_MAX } from '@linkang/shared/domain/screening-entry';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, type TableColumnsType } from 'antd';
import { Link, useNavigate } from 'react-router-dom';
import { screeningApi } from '../../api/clients';
import { usePages } from '../../api/use-pages';
import { useSubmissionKey } from '../../api/use-submission-key';
import { faultsOf, showFaults } from '../../components/form-faults';
import { PageHeader } from '../../components/page-header';
import { PagedTable } from '../../components/paged-table';
import { StateTag } from '../../components/state-tag';
import { useTell } from '../../components/use-tell';
import { dayText, todayDay } from '../../components/words';
import { CandidatesPanel } from './candidates-panel';
import { FiguresPanel } from './figures-panel';

interface Typed {
  place: string;
  day: string;
  crew: string;
}

const columns: TableColumnsType<ScreeningEvent> = [
  { title: '日期', key: 'day', className: 'nowrap', render: (_, { day }) => dayText(day) },
  { title: '地点', key: 'place', render: (_, { id, place }) => <Link to={`/screenings/${id}`}>{place}</Link> },
  { title: '工作人员', dataIndex: 'crew' },
  {
    title: '状态',
    key: 'open',
    className: 'nowrap',
    render: (_, { open }) => <StateTag word={open ? ['可以录入', 'good'] : ['不在录入时间', 'calm']} />,
  },
];

const filled = (message: string) => [
  { required: true, whitespace: true, message },
  { max: SCREENING_WORDS_MAX, message: `最多 ${SCREENING_WORDS_MAX} 个字` },
];

/** Opens a screening, and goes to its fast entry. */
function OpenEvent() {
  const [form] = Form.useForm<Typed>();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const submission = useSubmissionKey();
  const tell = useTell();
  const create = useMutation({
    mutationFn: (body: Typed) => screeningApi.createEvent({ body }, { idempotencyKey: submission.keyFor(body) }),
    onSuccess: async ({ id }) => {
      submission.done();
      await queryClient.invalidateQueries({ queryKey: ['screenings'] });
      await navigate(`/screenings/${id}`);
    },
    onError: (error) => {
      if (showFaults(form, faultsOf(error)).length > 0 || faultsOf(error).length === 0) tell.failed(error);
    },
  });
  return (
    <section className="panel" aria-label="开一场筛查">
      <h2>开一场筛查</h2>
      <Form
        form={form}
        layout="vertical"
        className="field-row"
        initialValues={{ day: todayDay() }}
        onFinish={(typed) => create.mutate(typed)}
      >
        <Form.Item name="place" label="地点" rules={filled('请写在哪里，例如：桂花里广场')}>
          <Input style={{ width: 240 }} maxLength={SCREENING_WORDS_MAX} />
        </Form.Item>
        <Form.Item name="day" label="日期" rules={[{ required: true, message: '请选日期' }]}>
          <Input type="date" style={{ width: 170 }} />
        </Form.Item>
        <Form.Item name="crew" label="工作人员" rules={filled('请写谁去，例如：何静、唐晓梅')}>
          <Input style={{ width: 240 }} maxLength={SCREENING_WORDS_MAX} />
        </Form.Item>
        <Form.Item label=" " colon={false}>
          <Button type="primary" htmlType="submit" loading={create.isPending}>
            开始
          </Button>
        </Form.Item>
      </Form>
    </section>
  );
}

/** Screenings in the street, those who have to be called, and the figures for the report. */
export function EventsPage() {
  const query = usePages(['screenings', 'events'], (cursor) => screeningApi.events({ query: cursor }));
  return (
    <>
      <PageHeader title="血压血糖筛查" note="街头、广场、老人活动室都能用。不认识的人也能录，只要年龄、性别和读数。" />
      <OpenEvent />
      <section className="panel" aria-label="筛查活动">
        <h2>筛查活动</h2>
        <PagedTable list="screenings" query={query} columns={columns} emptyText="还没有开过筛查" />
      </section>
      <CandidatesPanel />
      <FiguresPanel />
    </>
  );
}
