import type { Deps } from '../../platform/deps';
import type { AccountPerson, PersonalSection } from '../../platform/module';
import { findChildrenOf, findRowsOfChild, guardianshipPlace } from '../guardianship';
import { findResidents } from '../resident';

/** Whose guardian the person is, and who is the person's. */
export async function guardianData({ keyring }: Deps, { residentId }: AccountPerson): Promise<PersonalSection[]> {
  const [children, guardians] = await Promise.all([findChildrenOf(residentId), findRowsOfChild(residentId)]);
  const people = await findResidents(children.map((row) => row.residentId));
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const rowOf = (direction: string, name: string, row: (typeof children)[number]) => ({
    direction,
    name,
    relationship: row.relationship,
    status: row.status,
    since: row.since?.toISOString() ?? null,
  });
  return [
    {
      key: 'guardianships',
      title: '监护关系',
      labels: { direction: '方向', name: '姓名', relationship: '关系', status: '状态', since: '从什么时候起' },
      rows: [
        ...children.map((row) => rowOf('我是监护人', names.get(row.residentId) ?? '', row)),
        ...guardians.map((row) =>
          rowOf('我的监护人', keyring.decrypt(row.askedName, guardianshipPlace('askedName', row._id)), row),
        ),
      ],
    },
  ];
}
