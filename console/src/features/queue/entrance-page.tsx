import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ApiError, errorText } from '../../api/api-error';
import { queueApi } from '../../api/clients';
import { useCentre } from '../../api/use-centre';
import { usePageTitle } from '../../components/page-header';
import { useQrPicture } from '../../components/use-qr-picture';
import './entrance.css';
import { FullPage } from '../../components/full-page';
import { useScanner } from './use-scanner';

/** A code lives for two minutes; asked for more often, so that this computer's clock does not matter. */
const REFRESH_MS = 15_000;

/** What opens when the code is scanned: the mini-program's page in a browser; WeChat reads the code out of it. */
const linkOf = (code: string): string => `${window.location.origin}/#/packages/booking/pages/arrive/index?code=${code}`;

function useDeskCode() {
  return useQuery({
    queryKey: ['desk-code'],
    queryFn: () => queueApi.deskCode({}),
    refetchInterval: REFRESH_MS,
    refetchIntervalInBackground: true,
    networkMode: 'always',
    retry: false,
    staleTime: 0,
    gcTime: 0,
  });
}

/** So long does it stand who has just checked in. */
const SHOWN_MS = 10_000;

/** What is said to whoever held a card under the scanner; by number, for others look on. */
function useCardScan(): string | null {
  const scan = useMutation({ mutationFn: (code: string) => queueApi.scan({ body: { code } }) });
  const { reset, data, error } = scan;
  useScanner(scan.mutate);
  useEffect(() => {
    if (!data && !error) return undefined;
    const timer = setTimeout(reset, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [data, error, reset]);
  if (data) return `${data.number}号 报到好了，请到${data.place}等候`;
  if (error instanceof ApiError && error.code === 'STATE_CONFLICT') return '您已经报到过了，请等候叫号';
  return error ? '没有报到成功，请到前台，我们帮您报到' : null;
}

/** The code for the entrance: who scans it stands there, for it is another one every two minutes. */
export function EntrancePage() {
  usePageTitle('入口报到码');
  const centre = useCentre();
  const query = useDeskCode();
  const scanned = useCardScan();
  const picture = useQrPicture(query.data && linkOf(query.data.code));
  return (
    <FullPage>
      <div className="entrance">
        <h1>{centre.data?.name ?? ''}</h1>
        <p className="entrance-lead">扫一扫，报到</p>
        {query.error || !picture ? (
          <p className="entrance-none" role="status">
            {query.error ? `${errorText(query.error)}请到前台报到。` : '正在加载…'}
          </p>
        ) : (
          <img src={picture} alt="报到二维码，每两分钟换一次" />
        )}
        <p className="entrance-scanned" role="status">
          {scanned}
        </p>
        <p>打开微信或手机相机扫一扫。开始前30分钟就可以报到。</p>
        <p className="entrance-note">没有手机也没关系：有报到卡的扫一下卡，没有卡的请到前台，我们帮您报到。</p>
      </div>
    </FullPage>
  );
}
