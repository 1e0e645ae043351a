import type { Deps } from '../../platform/deps';
import type { AccountPerson, PersonalSection } from '../../platform/module';
import { endGrant, findAsked, findOpenGrantsOf, findReceived, grantPlace } from '../grant';
import { findResidents } from '../resident';
import { noticeOf } from './proxy.notices';

/** Ends every permission that somebody who leaves gave or got. */
export async function endProxiesOf(_: Deps, { residentId, accountId }: AccountPerson, now: Date): Promise<void> {
  for (const grant of await findOpenGrantsOf(residentId, accountId)) {
    const notice = noticeOf('proxyEnded', grant, now);
    await endGrant(grant._id, ['proposed', 'active'], 'revoked', { endedAt: now, endedBy: accountId }, notice);
  }
}

/** Who may act for the person, and whom the person asked to act for. */
export async function proxyData(
  { keyring }: Deps,
  { residentId, accountId }: AccountPerson,
): Promise<PersonalSection[]> {
  const [received, asked] = await Promise.all([findReceived(residentId), findAsked(accountId)]);
  const people = await findResidents([...new Set(received.map((grant) => grant.relativeResidentId))]);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const rowOf = (direction: string, name: string, grant: (typeof received)[number]) => ({
    direction,
    name,
    scopes: grant.scopes.join('、'),
    status: grant.status,
    askedAt: grant.askedAt.toISOString(),
    endsDay: grant.endsDay,
  });
  return [
    {
      key: 'proxies',
      title: '家人代办',
      labels: {
        direction: '方向',
        name: '姓名',
        scopes: '范围',
        status: '状态',
        askedAt: '申请时间',
        endsDay: '到期',
      },
      rows: [
        ...received.map((grant) => rowOf('家人帮我', names.get(grant.relativeResidentId) ?? '', grant)),
        ...asked.map((grant) =>
          rowOf('我帮家人', keyring.decrypt(grant.askedName, grantPlace('askedName', grant._id)), grant),
        ),
      ],
    },
  ];
}
