import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { contractApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { useLoad } from '@/hooks/use-load';
import { open, routes } from '@/routes';

/** Whether the family doctor reads the report: with a running contract the team does, and otherwise it cannot. */
export function FamilyDoctorNote({ residentId }: { residentId: string }): ReactNode {
  const load = useLoad(`${PERSONAL}contracts.${residentId}`, () => contractApi.list({ query: { residentId } }));
  if (!load.data) return null;
  const active = load.data.items.find(({ status }) => status === 'active');
  if (active)
    return (
      <Card tone="soft">
        <View className="lead">您的家庭医生看得到这份报告</View>
        <View>{`您签约了${active.teamName}，团队的医生不用再问您要报告。谁看过，在“谁看过我的档案”里都有记录。`}</View>
      </Card>
    );
  return (
    <Card tone="soft">
      <View className="lead">想让家庭医生看到这份报告？</View>
      <View>签约以后，团队的医生就能看到，不用您再拿纸去。签约免费。</View>
      <Button kind="plain" icon="doctor" onPress={() => open(routes.contract())}>
        去签约家庭医生
      </Button>
    </Card>
  );
}
