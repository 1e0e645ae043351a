import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { useLoad } from '@/hooks/use-load';
import { open, routes } from '@/routes';
import { loadMe, useAccount, type AccountResident } from '@/stores/account';
import { Button } from './button';
import { Card } from './card';
import { Loaded } from './states';

interface NeedResidentProps {
  /** What the person wants to do, as it follows 「登录后就能」. */
  purpose: string;
  /** What the button says that leads to the sign-in. */
  signInText?: string;
  /** Gets the people for whom the account may book, its own person first. */
  children: (residents: [AccountResident, ...AccountResident[]]) => ReactNode;
}

/** People for whom the account may book, its own person first. */
const bookable = (residents: AccountResident[]): AccountResident[] =>
  residents
    .filter((resident) => resident.relation === 'self' || resident.scopes.includes('book'))
    .sort((a, b) => Number(b.relation === 'self') - Number(a.relation === 'self'));

/** Asks to sign in, then to register, where something is done for a person; shows the rest once that is so. */
export function NeedResident({ purpose, signInText = '去登录', children }: NeedResidentProps): ReactNode {
  const { isSignedIn, isKnown, residents } = useAccount();
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
  const [first, ...others] = bookable(residents);
  if (!first) {
    return (
      <Card tone="soft">
        <View className="lead">{`登记一下您的信息，就能${purpose}`}</View>
        <View className="note">只要姓名和身份证号，两分钟填好。也可以带身份证到前台登记。</View>
        <Button onPress={() => open(routes.register())}>去登记</Button>
      </Card>
    );
  }
  return children([first, ...others]);
}
