import type { Card } from '@linkang/shared/api/card.routes';
import type { Resident } from '@linkang/shared/api/resident.routes';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { cardApi } from '../../api/clients';
import { useSubmissionKey } from '../../api/use-submission-key';
import { EmptyNote } from '../../components/empty-note';
import { QueryView } from '../../components/query-view';
import { StateTag } from '../../components/state-tag';
import { useTell } from '../../components/use-tell';
import { instantText } from '../../components/words';

interface CardsDrawerProps {
  resident: Resident;
  onPrint: () => void;
  onClose: () => void;
}

const works = ({ revokedAt }: Card): boolean => revokedAt === null;

function useCardActions(residentId: string) {
  const queryClient = useQueryClient();
  const submission = useSubmissionKey();
  const tell = useTell();
  const onSettled = () => queryClient.invalidateQueries({ queryKey: ['resident-cards', residentId] });
  const revoke = useMutation({
    mutationFn: (card: Card) => cardApi.revoke({ params: { id: card.id } }),
    onSuccess: () => tell.done('这张卡已经作废'),
    onError: tell.failed,
    onSettled,
  });
  const issue = useMutation({
    mutationFn: () => cardApi.issue({ body: { residentId } }, { idempotencyKey: submission.keyFor({ residentId }) }),
    onSuccess: () => submission.done(),
    onError: tell.failed,
    onSettled,
  });
  return { revoke, issue };
}

/** A person's paper cards: print, end a lost one with one press, issue another. */
export function CardsDrawer({ resident, onPrint, onClose }: CardsDrawerProps) {
  const query = useQuery({
    queryKey: ['resident-cards', resident.id],
    queryFn: () => cardApi.list({ query: { residentId: resident.id } }),
  });
  const { revoke, issue } = useCardActions(resident.id);
  const issueAndPrint = (): void => void issue.mutateAsync().then(onPrint, () => undefined);
  return (
    <Drawer open title={`${resident.name}的报到卡`} size={520} onClose={onClose}>
      <p>给没有手机的居民。卡上只有一个二维码，来时扫一下就能签到；丢了就挂失，旧卡马上不能用。</p>
      <QueryView query={query}>
        {({ items }) => (
          <>
            {items.length === 0 && <EmptyNote text="还没有发过报到卡" />}
            <ul className="proxy-list">
              {items.map((card) => (
                <li key={card.id}>
                  <div className="proxy-head">
                    <span>{instantText(card.issuedAt)} 发卡</span>
                    <StateTag word={works(card) ? ['在用', 'good'] : ['已作废', 'calm']} />
                  </div>
                  {card.revokedAt && <p className="soft">{instantText(card.revokedAt)} 作废</p>}
                  {works(card) && (
                    <div className="button-row">
                      <Button onClick={onPrint}>打印这张卡</Button>
                      <Button danger loading={revoke.isPending} onClick={() => revoke.mutate(card)}>
                        挂失作废
                      </Button>
                    </div>
                  )}
                </li>
              ))}
            </ul>
            <Button type="primary" loading={issue.isPending} onClick={issueAndPrint}>
              {items.some(works) ? '换新卡并打印（旧卡作废）' : '发新卡并打印'}
            </Button>
          </>
        )}
      </QueryView>
    </Drawer>
  );
}
