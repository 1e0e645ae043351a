import type { Standing } from '@linkang/shared/api/resident.routes';
import { revealReasons, type RevealReason } from '@linkang/shared/domain/access-rules';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { errorText } from '../../api/api-error';
import { residentApi } from '../../api/clients';
import { ChoiceList } from '../../components/choice-list';
import { QueryView } from '../../components/query-view';
import { sexNames } from '../../components/words';
import { EmergencyDialog } from './emergency-dialog';
import { standingKey } from './use-standing';

const choices = Object.entries(revealReasons) as [RevealReason, string][];

function Reveal({ residentId, onOpened }: { residentId: string; onOpened: () => void }) {
  const reveal = useMutation({
    mutationFn: (reason: RevealReason) => residentApi.reveal({ params: { id: residentId }, body: { reason } }),
    onSuccess: onOpened,
  });
  return (
    <>
      <p>今天没有这位居民的预约。核对身份后选一项，就能看完整资料半小时，会记入日志。</p>
      {reveal.error && <Alert type="error" showIcon title={errorText(reveal.error)} />}
      <ChoiceList
        label="为什么要看"
        items={choices}
        keyOf={([reason]) => reason}
        onChoose={([reason]) => reveal.mutate(reason)}
      >
        {([, words]) => <span>{words}</span>}
      </ChoiceList>
    </>
  );
}

function Emergency({ residentId, onOpened }: { residentId: string; onOpened: () => void }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Alert
        type="warning"
        showIcon
        title="这位居民不归您负责"
        description="没有和您的团队签约，今天也不在您的场次里。有急事可以紧急查看，主任和审计员会马上知道并复核。"
      />
      <Button danger autoFocus style={{ marginTop: 16 }} onClick={() => setAsking(true)}>
        紧急查看
      </Button>
      <EmergencyDialog residentId={residentId} open={asking} onClose={() => setAsking(false)} onOpened={onOpened} />
    </>
  );
}

function Masked({ person }: Pick<Standing, 'person'>) {
  return (
    <>
      <div className="resident-head">
        <h2>{person.name}</h2>
      </div>
      <p className="soft">
        {sexNames[person.sex]} {person.age}岁 · 证件 {person.idNumberMasked} · 电话 {person.phoneMasked ?? '未留'}
      </p>
    </>
  );
}

/** What staff see of a person whose record is not theirs to read, and the way to it. */
export function LimitedView({ residentId }: { residentId: string }) {
  const queryClient = useQueryClient();
  const query = useQuery({
    queryKey: standingKey(residentId),
    queryFn: () => residentApi.standing({ params: { id: residentId } }),
    staleTime: 0,
  });
  const onOpened = (): void => void queryClient.invalidateQueries({ queryKey: ['resident', residentId] });
  return (
    <QueryView query={query}>
      {({ person, ways }) => (
        <>
          <Masked person={person} />
          {ways.includes('reveal') && <Reveal residentId={residentId} onOpened={onOpened} />}
          {ways.includes('emergency') && !ways.includes('reveal') && (
            <Emergency residentId={residentId} onOpened={onOpened} />
          )}
        </>
      )}
    </QueryView>
  );
}
