import { PrinterOutlined } from '@ant-design/icons';
import type { Resident } from '@linkang/shared/api/resident.routes';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { contractApi, residentApi } from '../../api/clients';
import { useCentre } from '../../api/use-centre';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import './card-view.css';

/** Characters from which a name is set smaller, so that it stays on one or two lines. */
const LONG_NAME = 8;

async function loadCard(residentId: string): Promise<{ resident: Resident; teamName: string | null }> {
  const [resident, contracts] = await Promise.all([
    residentApi.get({ params: { id: residentId } }),
    contractApi.list({ query: { residentId, status: 'active' } }),
  ]);
  return { resident, teamName: contracts.items[0]?.teamName ?? null };
}

/** The card on the size of a bank card. The person keeps it, so the name stands in full and the number does not. */
function Card({ resident, teamName }: { resident: Resident; teamName: string | null }) {
  const centre = useCentre();
  const nameClass = resident.name.length > LONG_NAME ? 'card-name card-name-long' : 'card-name';
  return (
    <article className="card-sheet" aria-label="就诊卡">
      <div className="card-head">
        <p>{centre.data?.name}</p>
        <h2>就诊卡</h2>
      </div>
      <p className={nameClass}>{resident.name}</p>
      <p className="card-number">证件号 {resident.idNumberMasked}</p>
      <p className="card-team">家庭医生：{teamName ?? '还没有签约'}</p>
      <p className="card-phone">电话 {centre.data?.phone}</p>
    </article>
  );
}

/** The card on the screen as it comes out of the printer; Enter prints. */
export function CardView({ residentId, onBack }: { residentId: string; onBack: () => void }) {
  const query = useQuery({
    queryKey: ['resident-card', residentId],
    queryFn: () => loadCard(residentId),
    staleTime: 60_000,
  });
  return (
    <QueryView query={query} title="就诊卡">
      {(card) => (
        <>
          <div className="screen-only">
            <PageHeader
              title="就诊卡"
              note="用卡片打印机打印，或打在 A4 纸上沿边剪下。"
              actions={
                <>
                  <Button
                    type="primary"
                    autoFocus
                    icon={<PrinterOutlined aria-hidden />}
                    onClick={() => window.print()}
                  >
                    打印就诊卡
                  </Button>
                  <Button onClick={onBack}>返回居民</Button>
                </>
              }
            />
          </div>
          <Card {...card} />
        </>
      )}
    </QueryView>
  );
}
