import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import type { Deed } from '@linkang/shared/api/proxy.routes';
import { sayDay } from '@linkang/shared/domain/clinic-day';
import { proxyApi } from '@/api/clients';
import { Button } from '@/components/button';
import { Fact } from '@/components/cell';
import { Sheet } from '@/components/sheet';
import { Loaded } from '@/components/states';
import { sayInstant } from '@/components/words';
import { useLoad } from '@/hooks/use-load';

const DONE: Record<Deed['what'], string> = {
  booked: '帮您约了',
  moved: '帮您改了',
  cancelled: '帮您取消了',
  arrived: '帮您报到了',
  appeal: '帮您说明了没来的原因：',
  waited: '帮您候补了',
  left: '帮您放弃了候补：',
};

const sentence = ({ name, what, serviceName, day }: Deed): string =>
  `${name}${DONE[what]}${sayDay(day)}的${serviceName}`;

const List = ({ residentId }: { residentId: string }): ReactNode => {
  const load = useLoad(`deeds.${residentId}`, () => proxyApi.deeds({ params: { id: residentId } }));
  return (
    <Loaded load={load}>
      {({ items }) =>
        items.length === 0 ? (
          <View>家人还没有替您办过事。</View>
        ) : (
          <View className="cells">
            {items.map((deed) => (
              <Fact key={`${deed.at} ${deed.day} ${deed.what}`} name={sayInstant(deed.at)}>
                {sentence(deed)}
              </Fact>
            ))}
          </View>
        )
      }
    </Loaded>
  );
};

/** What relatives did for the person, when they want to know. */
export function Deeds({ residentId }: { residentId: string }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button kind="quiet" icon="list" onPress={() => setOpen(true)}>
        家人替我办过什么
      </Button>
      <Sheet isOpen={isOpen} title="家人替我办过什么" onClose={() => setOpen(false)}>
        <List residentId={residentId} />
      </Sheet>
    </>
  );
}
