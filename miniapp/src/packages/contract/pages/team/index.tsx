import { View } from '@tarojs/components';
import { useShareAppMessage, useShareTimeline } from '@tarojs/taro';
import type { ReactNode } from 'react';
import type { Team } from '@linkang/shared/api/team.routes';
import { teamApi } from '@/api/clients';
import { Button } from '@/components/button';
import { Card, SectionTitle } from '@/components/card';
import { Fact } from '@/components/cell';
import { Page } from '@/components/page';
import { ReadAloud } from '@/components/read-aloud';
import { Loaded } from '@/components/states';
import { useLoad } from '@/hooks/use-load';
import { useParam } from '@/hooks/use-param';
import { goBack, open, routes } from '@/routes';
import { OwnSigning } from '../../components/own-signing';
import { isTeamFull, sayRoom } from '../../team-words';

const MemberCard = ({ member, isLeader }: { member: Team['leader']; isLeader: boolean }): ReactNode => (
  <Card>
    <View className="item-title">{`${member.name} ${member.title}${isLeader ? '（组长）' : ''}`}</View>
    {member.specialities ? <View className="note">{`擅长：${member.specialities}`}</View> : null}
  </Card>
);

/** Who they are, in sentences for reading aloud. */
const sayTeam = ({ name, intro, members }: Team): string =>
  [
    `${name}。`,
    intro ?? '',
    ...members.map(
      (member) => `${member.name}，${member.title}${member.specialities ? `，擅长${member.specialities}` : ''}。`,
    ),
  ].join('\n');

const TeamView = ({ team, transferId }: { team: Team; transferId: string }): ReactNode => (
  <>
    <Card>
      <View className="lead">{team.name}</View>
      {team.intro ? <View>{team.intro}</View> : null}
      <ReadAloud label={team.name} text={sayTeam(team)} />
      <Fact name="服务社区">{team.communities.map(({ name }) => name).join('、')}</Fact>
      <Fact name="签约人数">{sayRoom(team)}</Fact>
    </Card>
    <SectionTitle>团队里的人</SectionTitle>
    <View className="stack">
      <MemberCard member={team.leader} isLeader />
      {team.members
        .filter(({ name }) => name !== team.leader.name)
        .map((member) => (
          <MemberCard key={member.name} member={member} isLeader={false} />
        ))}
    </View>
    {isTeamFull(team) ? (
      <Card tone="warm">
        <View>这个团队签满了，请选其他团队。</View>
        <Button onPress={goBack}>选其他团队</Button>
      </Card>
    ) : (
      <OwnSigning>
        {() =>
          transferId ? (
            <Button onPress={() => open(routes.changeTeam(transferId, team.id))}>换到这个团队</Button>
          ) : (
            <Button onPress={() => open(routes.signContract(team.id))}>和这个团队签约</Button>
          )
        }
      </OwnSigning>
    )}
  </>
);

/** One team: who they are and whether there is room. */
function TeamPage(): ReactNode {
  const id = useParam('id');
  const transferId = useParam('transfer');
  const load = useLoad(`team.${id}`, () => teamApi.get({ params: { id } }), { keepCopy: true });
  const title = load.data ? `${load.data.name}：家庭医生签约` : '家庭医生团队';
  useShareAppMessage(() => ({ title, path: routes.team(id) }));
  useShareTimeline(() => ({ title, query: `id=${encodeURIComponent(id)}` }));
  return (
    <Page title="医生团队">
      <Loaded load={load}>{(team) => <TeamView team={team} transferId={transferId} />}</Loaded>
    </Page>
  );
}

export default TeamPage;
