import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Team } from '@linkang/shared/api/team.routes';
import { teamApi } from '@/api/clients';
import { LinkCard } from '@/components/card';
import { Page } from '@/components/page';
import { Empty, Loaded, Loading } from '@/components/states';
import { Tag } from '@/components/tag';
import { useLoad } from '@/hooks/use-load';
import { useParam } from '@/hooks/use-param';
import { open, routes } from '@/routes';
import { isTeamFull, sayRoom } from '../../team-words';
import { useOwnResident } from '../../use-own-resident';

interface TeamCardProps {
  team: Team;
  isOwn: boolean;
  /** The contract that the person wants to leave. */
  transferId: string;
}

const TeamCard = ({ team, isOwn, transferId }: TeamCardProps): ReactNode => {
  const leader = `组长 ${team.leader.name} ${team.leader.title}`;
  const communities = team.communities.map(({ name }) => name).join('、');
  return (
    <LinkCard
      label={[team.name, isOwn ? '本社区团队' : '', leader, `服务${communities}`, sayRoom(team)]
        .filter(Boolean)
        .join('，')}
      onPress={() => open(routes.team(team.id, transferId ? { transfer: transferId } : {}))}
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

interface TeamsProps {
  communityId: string | undefined;
  transferId: string;
  /** The team that the person has. */
  without: string;
}

const Teams = ({ communityId, transferId, without }: TeamsProps): ReactNode => {
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
            {items
              .filter(({ id }) => id !== without)
              .map((team) => (
                <TeamCard
                  key={team.id}
                  team={team}
                  transferId={transferId}
                  isOwn={team.communities.some((community) => community.id === communityId)}
                />
              ))}
          </View>
        ) : (
          <Empty picture="relative" title="还没有医生团队"></Empty>
        )
      }
    </Loaded>
  );
};

/** The teams, that of the person's own community first. */
function TeamsPage(): ReactNode {
  const resident = useOwnResident();
  const transferId = useParam('transfer');
  const without = useParam('without');
  return (
    <Page title={transferId ? '换医生团队' : '选医生团队'}>
      <View>
        {transferId
          ? '选好新团队，签名提交。新团队同意之前，现在的团队照常为您服务。'
          : '选离家近的团队，看病和上门都方便。'}
      </View>
      {resident.isLoading ? (
        <Loading />
      ) : (
        <Teams
          communityId={resident.data?.address.communityId ?? undefined}
          transferId={transferId}
          without={without}
        />
      )}
    </Page>
  );
}

export default TeamsPage;
