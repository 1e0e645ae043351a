import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { useLoad } from '@/hooks/use-load';
import { open, routes } from '@/routes';
import { choosePerson, chosenOf, loadMe, selfOf, useAccount, type AccountResident } from '@/stores/account';
import { Button } from './button';
import { Card } from './card';
import { Loaded } from './states';

interface NeedResidentProps {
  /** What the person wants to do, as it follows 「登录后就能」. */
  purpose: string;
  /** What the button says that leads to the sign-in. */
  signInText?: string;
  /** What a relative must be allowed; `own` where only the own person will do. */
  scope?: 'own' | 'book' | 'record' | 'report';
  /** Gets the chosen person first, then the others for whom the account may do this. */
  children: (residents: [AccountResident, ...AccountResident[]]) => ReactNode;
}

/** What was not allowed, as it follows 「还没有授权您」. */
const NOT_ALLOWED = { book: '帮忙预约', record: '看健康档案和签约', report: '看体检报告' } as const;

/** The chosen person did not allow this: what to do about it. */
const NotAllowed = ({ person, scope }: { person: AccountResident; scope: keyof typeof NOT_ALLOWED }): ReactNode => {
  const self = useAccount(selfOf);
  return (
    <Card tone="warm">
      <View className="lead">{`${person.name}还没有授权您${NOT_ALLOWED[scope]}`}</View>
      <View>{`想帮忙的话，请在“家人”里重新申请，等${person.name}同意。`}</View>
      {self ? (
        <Button kind="plain" icon="person" onPress={() => choosePerson(self.id)}>
          换成给自己办
        </Button>
      ) : null}
      <Button kind="plain" onPress={() => open(routes.family())}>
        去家人页
      </Button>
    </Card>
  );
};

/** Asks to sign in, then to register, where something is done for a person; shows the rest once that is so. */
export function NeedResident({
  purpose,
  signInText = '去登录',
  scope = 'book',
  children,
}: NeedResidentProps): ReactNode {
  const { isSignedIn, isKnown, residents } = useAccount();
  const self = useAccount(selfOf);
  const chosen = useAccount(chosenOf);
  const me = useLoad(isSignedIn && !isKnown ? 'gate' : undefined, loadMe);
  if (!isSignedIn) {
    return (
      <Card tone="soft">
        <View className="lead">{`登录后就能${purpose}`}</View>
        <View className="note">不用记密码，登录完会回到这一页。</View>
        <Button onPress={() => open(routes.signIn({ need: 'resident' }))}>{signInText}</Button>
      </Card>
    );
  }
  if (!isKnown) return <Loaded load={me}>{() => null}</Loaded>;
  const first = scope === 'own' ? self : chosen;
  if (!first) {
    return (
      <Card tone="soft">
        <View className="lead">{`登记一下您的信息，就能${purpose}`}</View>
        <View className="note">只要姓名和身份证号，两分钟填好。也可以带身份证到前台登记。</View>
        <Button onPress={() => open(routes.register())}>去登记</Button>
      </Card>
    );
  }
  if (scope === 'own') return children([first]);
  if (!first.scopes.includes(scope)) return <NotAllowed person={first} scope={scope} />;
  return children([first, ...residents.filter((other) => other !== first && other.scopes.includes(scope))]);
}
