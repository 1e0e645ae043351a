import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router-dom';
import { errorText } from '../../api/api-error';
import { lectureApi } from '../../api/clients';
import { FullPage } from '../../components/full-page';
import { usePageTitle } from '../../components/page-header';
import { useQrPicture } from '../../components/use-qr-picture';
import { whenAndWhere } from './lecture-words';
import './code-page.css';

/** A code stands for half a minute; asked for more often, so that this computer's clock does not matter. */
const REFRESH_MS = 5000;

/** What opens when the code is scanned: the mini-program's page in a browser; WeChat reads the code out of it. */
const linkOf = (id: string, code: string): string =>
  `${window.location.origin}/#/packages/lecture/pages/arrive/index?id=${encodeURIComponent(id)}&code=${code}`;

/** The code on the wall of an activity: who scans it is there, for it is another one every half minute. */
export function CodePage() {
  const { id = '' } = useParams();
  usePageTitle('活动签到码');
  const lecture = useQuery({ queryKey: ['lecture', id], queryFn: () => lectureApi.get({ params: { id } }) });
  const query = useQuery({
    queryKey: ['lecture-code', id],
    queryFn: () => lectureApi.code({ params: { id } }),
    refetchInterval: REFRESH_MS,
    refetchIntervalInBackground: true,
    networkMode: 'always',
    retry: false,
    staleTime: 0,
    gcTime: 0,
  });
  const picture = useQrPicture(query.data && linkOf(id, query.data.code));
  return (
    <FullPage>
      <div className="activity-code">
        <h1>{lecture.data?.title ?? ''}</h1>
        <p className="activity-code-lead">扫一扫，签到</p>
        {query.error || !picture ? (
          <p className="activity-code-none" role="status">
            {query.error ? errorText(query.error) : '正在加载…'}
          </p>
        ) : (
          <img src={picture} alt="活动签到二维码，每半分钟换一次" />
        )}
        <p>打开微信或手机相机扫一扫，可以给一起来的家人签到。</p>
        <p className="activity-code-note">{lecture.data && whenAndWhere(lecture.data)} · 没有手机请找工作人员登记。</p>
      </div>
    </FullPage>
  );
}
