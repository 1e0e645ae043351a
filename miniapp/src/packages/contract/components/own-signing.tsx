import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { NeedResident } from '@/components/need-resident';
import { choosePerson, selfOf, useAccount, type AccountResident } from '@/stores/account';

/** A relative was chosen who signs alone. */
const NotForRelatives = ({ person }: { person: AccountResident }): ReactNode => {
  const self = useAccount(selfOf);
  return (
    <Card tone="warm">
      <View>{`签约要${person.name}本人来，或带身份证到前台办理。`}</View>
      {self ? (
        <Button kind="plain" icon="person" onPress={() => choosePerson(self.id)}>
          换成给自己办
        </Button>
      ) : null}
    </Card>
  );
};

/** Shows what is for somebody who signs: the own person, or a child whom the account answers for. */
export function OwnSigning({ children }: { children: (person: AccountResident) => ReactNode }): ReactNode {
  return (
    <NeedResident scope="record" purpose="签约" signInText="登录后签约">
      {([person]) => (person.relation === 'proxy' ? <NotForRelatives person={person} /> : children(person))}
    </NeedResident>
  );
}
