import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Team } from '@linkang/shared/api/team.routes';
import { teamApi } from '@/api/clients';
import { LinkCard } from '@/components/card';
import { Page } from '@/components/page';
import { CallCentre, Empty, Loaded, Loading } from '@/components/states';
import { Tag } from '@/components/tag';
import { useLoad } from '@/hooks/use-load';
import { open, routes } from '@/routes';
import { isTeamFull, sayRoom } from '../../team-words';
import { useOwnResident } from '../../use-own-resident';

const TeamCard = ({ team, isOwn }: { team: Team; isOwn: boolean }): ReactNode => {
  const leader = `组长 ${team.leader.name} ${team.leader.title}`;
  const communities = team.communities.map(({ name }) => name).join('、');
  return (
    <LinkCard
      label={[team.name, isOwn ? '本社区团队' : '', leader, `服务${communities}`, sayRoom(team)]
        .filter(Boolean)
        .join('，')}
      onPress={() => open(routes.team(team.id))}
    >
      <View className="item-title">{team.name}</View>
      <View>{leader}</View>
      <View className="note">{`服务 ${communities}`}</View>
      <View className="row">
        {isOwn ? <Tag tone="good">本社区团队</Tag> : null}
        <Tag tone={isTeamFull(team) ? 'bad' : 'plain'} icon="person">
          {sayRoom(team)}
        </Tag>
      </View>
    </LinkCard>
  );
};

const Teams = ({ communityId }: { communityId: string | undefined }): ReactNode => {
  const load = useLoad(
    `teams.${communityId ?? ''}`,
    () => teamApi.list({ query: communityId === undefined ? {} : { communityId } }),
    { keepCopy: true },
  );
  return (
    <Loaded load={load}>
      {({ items }) =>
        items.length ? (
          <View className="stack">
            {items.map((team) => (
              <TeamCard
                key={team.id}
                team={team}
                isOwn={team.communities.some((community) => community.id === communityId)}
              />
            ))}
          </View>
        ) : (
          <Empty title="还没有医生团队">
            <CallCentre />
          </Empty>
        )
      }
    </Loaded>
  );
};

/** The teams, that of the person's own community first. */
function TeamsPage(): ReactNode {
  const resident = useOwnResident();
  return (
    <Page title="选医生团队">
      <View>选离家近的团队，看病和上门都方便。</View>
      {resident.isLoading ? <Loading /> : <Teams communityId={resident.data?.address.communityId ?? undefined} />}
    </Page>
  );
}

export default TeamsPage;
