import type { PlanRoutes, PlannedItem } from '@linkang/shared/api/plan.routes';
import type { Resident } from '@linkang/shared/api/resident.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { groupName, handGroups, type HandGroup } from '@linkang/shared/domain/group-memberships';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Input, Select } from 'antd';
import { useState } from 'react';
import { planApi } from '../../api/clients';
import { useSubmissionKey } from '../../api/use-submission-key';
import { EmptyNote } from '../../components/empty-note';
import { QueryView } from '../../components/query-view';
import { StateTag } from '../../components/state-tag';
import { useTell } from '../../components/use-tell';
import { dayText, todayDay } from '../../components/words';

type Group = CallReply<PlanRoutes['groups']>['items'][number];

const stateWords: Record<PlannedItem['state'], Parameters<typeof StateTag>[0]['word']> = {
  overdue: ['超期', 'bad'],
  due: ['快到期', 'wait'],
  later: ['未到期', 'calm'],
  done: ['做完了', 'good'],
  asNeeded: ['按需', 'calm'],
  missed: ['过期未做', 'bad'],
};

const timesText = ({ quantity, done, unit }: PlannedItem): string =>
  quantity === null ? `已提供${done}${unit}` : `${done}/${quantity}${unit}`;

/** What is owed to the person this year, the open items first. */
function PlanItems({ residentId }: { residentId: string }) {
  const query = useQuery({
    queryKey: ['plan', residentId],
    queryFn: () => planApi.ofResident({ params: { id: residentId } }),
  });
  return (
    <QueryView query={query}>
      {({ plan }) =>
        plan === null ? (
          <EmptyNote text="没有履约中的签约" />
        ) : (
          <ul className="proxy-list">
            {plan.items.map((item) => (
              <li key={`${item.code}.${item.fromDay}`}>
                <div className="proxy-head">
                  <span>{`${item.name} ${timesText(item)}`}</span>
                  <StateTag word={stateWords[item.state]} />
                </div>
                {item.nextDueDay && <p className="soft">{dayText(item.nextDueDay)}前要做</p>}
                {item.served[0] && (
                  <p className="soft">{`上次：${dayText(item.served[0].day)} ${item.served[0].title}`}</p>
                )}
              </li>
            ))}
          </ul>
        )
      }
    </QueryView>
  );
}

function useGroupChanges(residentId: string) {
  const queryClient = useQueryClient();
  const submission = useSubmissionKey();
  const tell = useTell();
  const onSettled = () =>
    Promise.all(
      [['groups', residentId], ['plan', residentId], ['plans']].map((queryKey) =>
        queryClient.invalidateQueries({ queryKey }),
      ),
    );
  const add = useMutation({
    mutationFn: (body: { code: HandGroup; sinceDay: string }) =>
      planApi.addGroup({ params: { id: residentId }, body }, { idempotencyKey: submission.keyFor(body) }),
    onSuccess: () => {
      submission.done();
      tell.done('已登记，服务计划跟着变了');
    },
    onError: tell.failed,
    onSettled,
  });
  const end = useMutation({
    mutationFn: (body: { code: HandGroup; untilDay: string }) => planApi.endGroup({ params: { id: residentId }, body }),
    onSuccess: () => tell.done('已记下到哪天为止'),
    onError: tell.failed,
    onSettled,
  });
  return { add, end };
}

const isHandGroup = (code: string): code is HandGroup => handGroups.some((group) => group === code);

const spanText = ({ sinceDay, untilDay }: Group): string =>
  `${dayText(sinceDay)}起${untilDay === null ? '' : `，到${dayText(untilDay)}`}`;

function AddGroup({ busy, onAdd }: { busy: boolean; onAdd: (body: { code: HandGroup; sinceDay: string }) => void }) {
  const [code, setCode] = useState<HandGroup | undefined>();
  const [sinceDay, setSinceDay] = useState(todayDay());
  return (
    <div className="button-row">
      <Select
        aria-label="哪类人群"
        placeholder="哪类人群"
        style={{ minWidth: 200 }}
        options={handGroups.map((value) => ({ value, label: groupName(value) }))}
        value={code}
        onChange={setCode}
      />
      <Input
        type="date"
        aria-label="从哪天起"
        style={{ width: 160 }}
        max={todayDay()}
        value={sinceDay}
        onChange={(event) => setSinceDay(event.target.value)}
      />
      <Button disabled={!code || !sinceDay} loading={busy} onClick={() => code && onAdd({ code, sinceDay })}>
        登记
      </Button>
    </div>
  );
}

function Groups({ residentId }: { residentId: string }) {
  const query = useQuery({
    queryKey: ['groups', residentId],
    queryFn: () => planApi.groups({ params: { id: residentId } }),
  });
  const { add, end } = useGroupChanges(residentId);
  return (
    <QueryView query={query}>
      {({ items }) => (
        <>
          {items.length === 0 && <EmptyNote text="不属于任何一类重点人群" />}
          <ul className="proxy-list">
            {items.map((group) => (
              <li key={`${group.code}.${group.sinceDay}`}>
                <div className="proxy-head">
                  <span>{group.name}</span>
                  {group.canEnd && isHandGroup(group.code) && (
                    <Button
                      aria-label={`${group.name}到今天为止`}
                      loading={end.isPending}
                      onClick={() => isHandGroup(group.code) && end.mutate({ code: group.code, untilDay: todayDay() })}
                    >
                      到今天为止
                    </Button>
                  )}
                </div>
                <p className="soft">{`${spanText(group)}${group.setByName === null ? '' : `，${group.setByName}登记`}`}</p>
              </li>
            ))}
          </ul>
          <AddGroup busy={add.isPending} onAdd={add.mutate} />
        </>
      )}
    </QueryView>
  );
}

/** What is owed to a person who signed, and the priority groups that it follows from. */
export function PlanDrawer({ resident, onClose }: { resident: Resident; onClose: () => void }) {
  return (
    <Drawer open title={`${resident.name}的服务计划`} size={560} onClose={onClose}>
      <h3>重点人群</h3>
      <p className="soft">年龄和慢病管理的人群系统自己认，其他的在这里登记。</p>
      <Groups residentId={resident.id} />
      <h3>这一年要做的</h3>
      <PlanItems residentId={resident.id} />
    </Drawer>
  );
}
