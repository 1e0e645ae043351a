import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Guardianship } from '@linkang/shared/api/guardian.routes';
import { guardianApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { Button } from '@/components/button';
import { Card, SectionTitle } from '@/components/card';
import { Fact } from '@/components/cell';
import { FormError } from '@/components/form-error';
import { Loaded } from '@/components/states';
import { sayLongDay } from '@/components/words';
import { useLoad } from '@/hooks/use-load';
import { useShowAgain } from '@/hooks/use-show-again';
import { useSubmit } from '@/hooks/use-submit';
import { open, routes } from '@/routes';
import { serverToday } from '@/stores/centre';
import { guardianWord } from '../guardian-words';

interface PartProps {
  row: Guardianship;
  onChanged: () => void;
}

/** Another guardian asks to share the care for a child. */
function AskedCard({ row, onChanged }: PartProps): ReactNode {
  const accept = useSubmit((id: string) => guardianApi.accept({ params: { id } }));
  const decline = useSubmit((id: string) => guardianApi.end({ params: { id }, body: {} }));
  const answer = async (form: typeof accept): Promise<void> => {
    if (await form.submit(row.id)) onChanged();
  };
  return (
    <Card tone="warm">
      <View className="lead">{`请您做${row.name}的监护人`}</View>
      <Fact name="您是孩子的">{guardianWord(row.relationship)}</Fact>
      <View>同意以后，您可以替孩子约号、签约、看健康档案。不是您家的孩子，请点不同意。</View>
      <FormError error={accept.error} onRetry={() => void answer(accept)} onRefresh={onChanged} />
      <FormError error={decline.error} onRetry={() => void answer(decline)} onRefresh={onChanged} />
      <Button isBusy={accept.isBusy} label={`同意：${row.name}`} onPress={() => void answer(accept)}>
        同意
      </Button>
      <Button kind="plain" isBusy={decline.isBusy} label={`不同意：${row.name}`} onPress={() => void answer(decline)}>
        不同意
      </Button>
    </Card>
  );
}

const ChildCard = ({ row }: { row: Guardianship }): ReactNode => (
  <Card>
    <View className="lead">{row.name}</View>
    <Fact name="您是孩子的">{guardianWord(row.relationship)}</Fact>
    {row.recordEndsDay ? <Fact name="全部事项">{`${sayLongDay(row.recordEndsDay)}前都可以替孩子办`}</Fact> : null}
    {row.childId ? (
      <Button kind="plain" label={`看监护人：${row.name}`} onPress={() => open(routes.guardians(row.childId ?? ''))}>
        看监护人
      </Button>
    ) : null}
    {row.childId && row.recordEndsDay && row.recordEndsDay > serverToday() ? (
      <Button
        kind="plain"
        label={`看授权与同意：${row.name}`}
        onPress={() => open(routes.consents({ child: row.childId ?? '' }))}
      >
        看授权与同意
      </Button>
    ) : null}
  </Card>
);

/** The children whom the own person answers for, and the way to register one. */
export function Children({ residentId, onChanged }: { residentId: string; onChanged: () => void }): ReactNode {
  const load = useLoad(`${PERSONAL}children.${residentId}`, () => guardianApi.list({}), { keepCopy: true });
  useShowAgain(() => void load.reload());
  const changed = (): void => {
    void load.reload();
    onChanged();
  };
  return (
    <>
      <SectionTitle>我的孩子</SectionTitle>
      <Loaded load={load}>
        {({ items }) => (
          <>
            {items.length === 0 ? (
              <View className="note">不满14周岁的孩子在这里登记，新生儿用出生医学证明就行。</View>
            ) : null}
            {items.map((row) =>
              row.status === 'proposed' ? (
                <AskedCard key={row.id} row={row} onChanged={changed} />
              ) : (
                <ChildCard key={row.id} row={row} />
              ),
            )}
          </>
        )}
      </Loaded>
      <Button kind="plain" icon="person" onPress={() => open(routes.registerChild())}>
        登记孩子
      </Button>
    </>
  );
}
