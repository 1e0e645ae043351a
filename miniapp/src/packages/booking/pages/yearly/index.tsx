import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Service } from '@linkang/shared/api/centre.routes';
import { bookingApi, centreApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { Button } from '@/components/button';
import { Card, SectionTitle } from '@/components/card';
import { Fact } from '@/components/cell';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { Preparation } from '@/components/preparation';
import { Empty, Loaded } from '@/components/states';
import { useLoad } from '@/hooks/use-load';
import { open, routes } from '@/routes';
import { useAccount } from '@/stores/account';
import { useBookingStart } from '@/stores/booking-clock';
import { YearlyForm } from '../../components/yearly-form';
import { membersOf, sayLikeness, sayWhyNot, type Member, type Proposal } from '../../yearly-words';

const SENIOR = 'senior-physical';
const GENERAL = 'physical';

interface Choice {
  proposal: Proposal;
  services: Service[];
}

const loadChoice = async (): Promise<Choice> => {
  const [proposal, services] = await Promise.all([bookingApi.yearly({}), centreApi.services({})]);
  return { proposal, services: services.items };
};

/** Everybody else of the family: why they are not among those who are booked, and the way on. */
const Others = ({ members, year }: { members: readonly Member[]; year: number }): ReactNode =>
  members.length ? (
    <>
      <SectionTitle>其他家人</SectionTitle>
      <Card>
        {members.map(({ resident, person }) => (
          <Fact key={resident.id} name={resident.name}>
            {sayWhyNot(person, year)}
          </Fact>
        ))}
      </Card>
    </>
  ) : null;

/** Other ways to a physical, for whom this one does not fit. */
const OtherWays = ({ members, code }: { members: readonly Member[]; code: string }): ReactNode => (
  <>
    <Button kind="plain" icon="calendar" onPress={() => open(routes.sessions(code))}>
      选其他时间
    </Button>
    {members.some(({ person }) => person.state === 'notEligible') ? (
      <Button kind="plain" icon="clipboard" onPress={() => open(routes.sessions(GENERAL))}>
        约普通体检
      </Button>
    ) : null}
    {members.some(({ person }) => person.state === 'notAllowed') ? (
      <Button kind="plain" icon="person" onPress={() => open(routes.family())}>
        去家人页
      </Button>
    ) : null}
  </>
);

const NothingToBook = ({ members }: { members: readonly Member[] }): ReactNode =>
  members.some(({ person }) => person.state === 'due') ? (
    <Empty picture="booking" title="现在没有能约的体检号">
      <View>新的号会陆续放出来，过几天再来看，或打电话问问。</View>
    </Empty>
  ) : (
    <Empty picture="booking" title="今年没有要约的体检">
      <View>每个人的情况写在下面。</View>
    </Empty>
  );

const YearlyView = ({ choice, onGone }: { choice: Choice; onGone: () => void }): ReactNode => {
  const residents = useAccount((state) => state.residents);
  const { proposal, services } = choice;
  const all = membersOf(proposal, residents);
  const members = all.filter(({ person }) => person.sessionId !== null);
  const others = all.filter(({ person }) => person.sessionId === null);
  const code = members[0]?.person.serviceCode ?? SENIOR;
  const booked = services.filter(
    ({ code: key, preparation }) => preparation.length > 0 && members.some(({ person }) => person.serviceCode === key),
  );
  return (
    <>
      {members.length ? (
        <>
          <View className="notice notice-good">
            <View>{sayLikeness(proposal)}</View>
          </View>
          <YearlyForm sessions={proposal.sessions} members={members} onGone={onGone} />
        </>
      ) : (
        <NothingToBook members={all} />
      )}
      <Others members={others} year={proposal.year} />
      <OtherWays members={all} code={code} />
      {booked.map(({ code: key, name, preparation }) => (
        <View key={key} className="stack">
          <SectionTitle>{booked.length > 1 ? `来之前请看：${name}` : '来之前请看'}</SectionTitle>
          <Preparation sentences={preparation} isSpoken />
        </View>
      ))}
    </>
  );
};

const Yearly = (): ReactNode => {
  const residents = useAccount((state) => state.residents);
  const load = useLoad(`${PERSONAL}yearly-page.${residents.map(({ id }) => id).join('.')}`, loadChoice);
  return <Loaded load={load}>{(choice) => <YearlyView choice={choice} onGone={() => void load.reload()} />}</Loaded>;
};

/** This year's physical for the whole family, as it was last year: one page, one button. */
function YearlyPage(): ReactNode {
  useBookingStart();
  return (
    <Page title="今年的体检">
      <NeedResident scope="own" purpose="给全家约体检" signInText="登录后预约">
        {() => <Yearly />}
      </NeedResident>
    </Page>
  );
}

export default YearlyPage;
