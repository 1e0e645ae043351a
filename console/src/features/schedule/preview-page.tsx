import type { PlannedRange } from '@linkang/shared/api/schedule.routes';
import { addDays, isDay } from '@linkang/shared/domain/clinic-day';
import { isoWeekdayOf, isoWeekOf } from '@linkang/shared/domain/schedule';
import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { Link, useSearchParams } from 'react-router-dom';
import { scheduleApi } from '../../api/clients';
import { EmptyNote } from '../../components/empty-note';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { useTell } from '../../components/use-tell';
import { dayText, todayDay } from '../../components/words';
import { PreviewCalendar } from './preview-calendar';
import { usePreview, useRefresh } from './use-schedule';

const DAYS = 14;

const mondayOf = (day: string): string => addDays(day, 1 - isoWeekdayOf(day));

const countOf = (plan: PlannedRange | undefined, ...outcomes: PlannedRange['items'][number]['outcome'][]): number =>
  (plan?.items ?? []).filter(({ outcome }) => outcomes.includes(outcome)).length;

/** Opens what the preview shows. */
function usePublish() {
  const { modal } = App.useApp();
  const tell = useTell();
  const refresh = useRefresh();
  const publish = useMutation({
    mutationFn: (range: { fromDay: string; toDay: string }) => scheduleApi.publish({ body: range }),
    onSuccess: (plan) => tell.done(`已生成 ${countOf(plan, 'opened')} 场，居民到放号时间就能预约`),
    onError: tell.failed,
    onSettled: refresh,
  });
  const ask = (range: { fromDay: string; toDay: string }, count: number): void =>
    void modal.confirm({
      title: `生成 ${count} 场？`,
      content: `${dayText(range.fromDay)} 到 ${dayText(range.toDay)}，已有的场次不会重复生成。生成后改模板，这些场次不会跟着改。`,
      okText: '立即生成',
      cancelText: '返回',
      onOk: () => publish.mutateAsync(range).catch(() => undefined),
    });
  return { ask, isPending: publish.isPending };
}

function WeekSwitch({ fromDay, onChange }: { fromDay: string; onChange: (day: string) => void }) {
  const thisWeek = mondayOf(todayDay());
  return (
    <div className="toolbar">
      <span>
        <strong>
          {dayText(fromDay)} 至 {dayText(addDays(fromDay, DAYS - 1))}
        </strong>{' '}
        <span className="soft">
          第 {isoWeekOf(fromDay)} 周和第 {isoWeekOf(addDays(fromDay, 7))} 周
        </span>
      </span>
      <Button onClick={() => onChange(addDays(fromDay, -DAYS))}>上两周</Button>
      <Button onClick={() => onChange(thisWeek)} disabled={fromDay === thisWeek}>
        本周起
      </Button>
      <Button onClick={() => onChange(addDays(fromDay, DAYS))}>下两周</Button>
    </div>
  );
}

/** What the templates would open in two weeks, before it is opened. */
export function PreviewPage() {
  const [search, setSearch] = useSearchParams();
  const asked = search.get('fromDay') ?? '';
  const fromDay = mondayOf(isDay(asked) ? asked : todayDay());
  const toDay = addDays(fromDay, DAYS - 1);
  const query = usePreview({ fromDay, toDay });
  const publish = usePublish();
  const count = countOf(query.data, 'open');
  const troubles = countOf(query.data, 'doctorBusy', 'gone');
  const range = { fromDay: fromDay < todayDay() ? todayDay() : fromDay, toDay };
  return (
    <>
      <PageHeader
        title="排班预览"
        note="按模板和休息日算出来的场次。核对后可以立即生成，不用等到每天的自动生成。"
        back={<Link to="/schedule">返回排班模板</Link>}
        actions={
          <Button
            type="primary"
            disabled={count === 0}
            loading={publish.isPending}
            onClick={() => publish.ask(range, count)}
          >
            {count > 0 ? `立即生成 ${count} 场` : '没有要生成的场次'}
          </Button>
        }
      />
      <section className="panel" aria-label="两周排班">
        <WeekSwitch fromDay={fromDay} onChange={(day) => setSearch({ fromDay: day }, { replace: true })} />
        <QueryView query={query}>
          {(plan) =>
            plan.items.length === 0 ? (
              <EmptyNote text="这两周没有模板安排的场次，请先添加排班模板" />
            ) : (
              <>
                <p role="status">
                  {`将生成 ${count} 场，已有 ${countOf(plan, 'exists', 'opened')} 场，因休息不开 ${countOf(plan, 'closed')} 场`}
                  {troubles > 0 ? `，有 ${troubles} 场要先处理。` : '。'}
                </p>
                <PreviewCalendar fromDay={fromDay} toDay={toDay} plan={plan} />
              </>
            )
          }
        </QueryView>
      </section>
    </>
  );
}
