import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { reportApi } from '../../api/clients';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { MeasurePanel } from './measure-panel';
import { saveTimes } from './times-csv';
import { TimesToolbar } from './times-toolbar';
import { useTimesFilter } from './use-times-filter';
// What prints and what does not.
import './report.css';

const WAITING =
  '从签到到第一次叫号。按就诊日统计，钟点看签到的时间；10 秒以内的零头往上计。撤销过签到或叫号的、没有叫号就办完的、讲座都不算。';
const BOOKING =
  '从居民在手机上打开选号页（选日期、找医生或今年的体检）到点下预约。手机自己计时，只报一个秒数，回到首页重新计；超过 1 小时的不算。一家几个人一起约算一次，后来取消的也算，前台代约的不算。按预约那天统计。';

/** How long people wait and how long booking takes, beside last year. */
export function TimesPage() {
  const { filter, change } = useTimesFilter();
  const query = useQuery({ queryKey: ['times', filter], queryFn: () => reportApi.times({ query: filter }) });
  const { data } = query;
  return (
    <>
      <PageHeader
        title="候诊与预约用时"
        note={`${filter.fromDay} 至 ${filter.toDay}，旁边是去年同期。中位数：一半的人不超过它。少于 5 人的不显示，免得认出人来。`}
        actions={
          <span className="screen-only button-row">
            <Button disabled={!data} onClick={() => data && saveTimes(data, filter)}>
              导出表格
            </Button>
            <Button disabled={!data} onClick={() => window.print()}>
              打印
            </Button>
          </span>
        }
      />
      <TimesToolbar filter={filter} onChange={change} />
      <QueryView query={query}>
        {({ waiting, booking }) => (
          <>
            <MeasurePanel
              name="候诊用时"
              unit="人次"
              definition={WAITING}
              measure={waiting}
              limitMinutes={filter.waitingWithin}
            />
            <MeasurePanel
              name="预约用时"
              unit="次"
              definition={BOOKING}
              measure={booking}
              limitMinutes={filter.bookingWithin}
            />
          </>
        )}
      </QueryView>
    </>
  );
}
