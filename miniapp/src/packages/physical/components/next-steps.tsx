import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { dayOf, sayDay, yearOf } from '@linkang/shared/domain/clinic-day';
import { taskApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { Card, SectionTitle } from '@/components/card';
import { Icon } from '@/components/icon';
import { useLoad } from '@/hooks/use-load';

/** Steps that are shown at once. */
const MOST = 6;

/** What is next because of the values; nothing where that is nothing. */
export function NextSteps({ residentId }: { residentId: string }): ReactNode {
  const load = useLoad(`${PERSONAL}steps.${residentId}`, () => taskApi.ofResident({ params: { id: residentId } }));
  const steps = (load.data?.items ?? []).slice(0, MOST);
  if (steps.length === 0) return null;
  const thisYear = yearOf(dayOf(new Date()));
  return (
    <>
      <SectionTitle>接下来要做的</SectionTitle>
      <Card tone="soft">
        {steps.map(({ id, title, dueDay, isDoctors }) => (
          <View key={id} className="step">
            <Icon name={isDoctors ? 'doctor' : 'check'} />
            <View>
              <View>{title}</View>
              <View className="note">{isDoctors ? '等医生联系您就好' : `最好在${sayDay(dueDay, thisYear)}以前`}</View>
            </View>
          </View>
        ))}
      </Card>
    </>
  );
}
