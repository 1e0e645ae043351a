import { PrinterOutlined } from '@ant-design/icons';
import type { PrintedCard } from '@linkang/shared/api/card.routes';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { cardApi } from '../api/clients';
import { useCentre } from '../api/use-centre';
import { PageHeader } from './page-header';
import './paper-cards.css';
import { QueryView } from './query-view';

interface DrawnCard extends PrintedCard {
  picture: string;
}

/** Four dots a millimetre on paper: any scanner reads it. */
const DRAWING = { errorCorrectionLevel: 'M', width: 320, margin: 2 } as const;

async function loadCards(residentIds: readonly string[]): Promise<DrawnCard[]> {
  const [{ items }, { toDataURL }] = await Promise.all([
    cardApi.print({ body: { residentIds: [...residentIds] } }),
    import('qrcode'),
  ]);
  return Promise.all(items.map(async (card) => ({ ...card, picture: await toDataURL(card.code, DRAWING) })));
}

/** Who finds the card learns nobody's name, and can do nothing with it but bring it back. */
function PaperCard({ card }: { card: DrawnCard }) {
  const centre = useCentre();
  return (
    <article className="paper-card" aria-label={`${card.maskedName}的报到卡`}>
      <img src={card.picture} alt="报到卡二维码" />
      <div>
        <h2>报到卡</h2>
        <p className="paper-card-name">{card.maskedName}</p>
        <p>到了中心，请在前台或入口扫一下。</p>
        <p>卡丢了请打电话作废：</p>
        <p className="paper-card-phone">{centre.data?.phone}</p>
        <p className="paper-card-centre">{centre.data?.name}</p>
      </div>
    </article>
  );
}

/** The paper cards of residents as they come out of the printer, ten on a sheet; who has none gets one. */
export function PaperCards({ residentIds, back }: { residentIds: readonly string[]; back: ReactNode }) {
  const query = useQuery({
    queryKey: ['paper-cards', residentIds],
    queryFn: () => loadCards(residentIds),
    refetchOnWindowFocus: false,
    gcTime: 0,
  });
  return (
    <QueryView query={query} title="打印报到卡">
      {(cards) => (
        <>
          <div className="screen-only">
            <PageHeader
              title="打印报到卡"
              note={`共 ${cards.length} 张，A4 纸每页 10 张。卡上没有证件号和全名，来时扫一下就能签到。`}
              back={back}
              actions={
                <Button type="primary" autoFocus icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>
                  打印报到卡
                </Button>
              }
            />
          </div>
          <div className="paper-cards">
            {cards.map((card) => (
              <PaperCard key={card.id} card={card} />
            ))}
          </div>
        </>
      )}
    </QueryView>
  );
}
