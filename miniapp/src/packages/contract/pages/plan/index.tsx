import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Plan } from '@linkang/shared/api/plan.routes';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { planApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { Button } from '@/components/button';
import { Card, SectionTitle } from '@/components/card';
import { Fact } from '@/components/cell';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { ReadAloud } from '@/components/read-aloud';
import { Empty, Loaded } from '@/components/states';
import { sayLongDay } from '@/components/words';
import { useLoad } from '@/hooks/use-load';
import { useShowAgain } from '@/hooks/use-show-again';
import { open, openTab, routes } from '@/routes';
import { PlanItemCard } from '../../components/plan-item';
import { partsOf, sayNext, sayTimesOf, sayYear } from '../../plan-words';

const NoPlan = (): ReactNode => (
  <Empty title="签约后，计划写在这里">
    <View>签约团队一年里要为您做什么、做了没有，都会写在这里。</View>
    <Button onPress={() => open(routes.contract())}>去看家庭医生签约</Button>
  </Empty>
);

/** The plan in sentences, for reading aloud. */
const sayPlan = (plan: Plan, today: string): string =>
  [
    sayYear(plan),
    ...partsOf(plan).flatMap(({ title, items }) => [
      `${title}：`,
      ...items.map((item) => `${[item.name, sayTimesOf(item), sayNext(item, today)].filter(Boolean).join('，')}。`),
    ]),
  ].join('\n');

const Promised = ({ plan, today }: { plan: Plan; today: string }): ReactNode => (
  <>
    <Card tone="soft">
      <View className="lead">{sayYear(plan)}</View>
      <Fact name="签约团队">{plan.teamName}</Fact>
      <Fact name="这一年">{`${sayLongDay(plan.yearFromDay)}到${sayLongDay(plan.yearToDay)}`}</Fact>
      <Fact name="做了多少">{`${plan.promised}次里做了${plan.delivered}次`}</Fact>
      <ReadAloud label="服务计划" text={sayPlan(plan, today)} />
      <View className="note">做完一项，这里自己会记上，不用您登记。</View>
    </Card>
    <Button icon="calendar" onPress={() => openTab('book')}>
      去预约
    </Button>
    {partsOf(plan).map(({ title, items }) => (
      <View key={title} className="stack">
        <SectionTitle>{title}</SectionTitle>
        {items.map((item) => (
          <PlanItemCard key={`${item.code}.${item.fromDay}`} item={item} today={today} />
        ))}
      </View>
    ))}
  </>
);

const PlanOf = ({ residentId }: { residentId: string }): ReactNode => {
  const load = useLoad(`${PERSONAL}plan.${residentId}`, () => planApi.ofResident({ params: { id: residentId } }), {
    keepCopy: true,
  });
  useShowAgain(() => void load.reload());
  return (
    <Loaded load={load}>
      {({ plan }) => (plan ? <Promised plan={plan} today={dayOf(new Date())} /> : <NoPlan />)}
    </Loaded>
  );
};

/** What the family-doctor team owes this year, what was done and what is next. */
function PlanPage(): ReactNode {
  return (
    <Page title="我的服务计划" hasPerson>
      <NeedResident scope="record" purpose="看服务计划" signInText="登录">
        {([person]) => <PlanOf key={person.id} residentId={person.id} />}
      </NeedResident>
    </Page>
  );
}

export default PlanPage;
