import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Service } from '@linkang/shared/api/centre.routes';
import { centreApi } from '@/api/clients';
import { LinkCard, SectionTitle } from '@/components/card';
import { Cell } from '@/components/cell';
import { Page } from '@/components/page';
import { Empty, Loaded } from '@/components/states';
import { Tag } from '@/components/tag';
import { offlineWord } from '@/components/words';
import { useLoad } from '@/hooks/use-load';
import { callPhone, open, routes } from '@/routes';
import { useBookingRest } from '@/stores/booking-clock';
import { useCentre } from '@/stores/centre';

const OnlineService = ({ service }: { service: Service }): ReactNode => {
  const { minAge } = service.rules;
  return (
    <LinkCard label={`预约${service.name}，${service.summary}`} onPress={() => open(routes.sessions(service.code))}>
      <View className="item-title">{service.name}</View>
      <View className="note">{service.summary}</View>
      {minAge === null ? null : <Tag tone="wait" icon="info">{`${minAge}岁及以上`}</Tag>}
    </LinkCard>
  );
};

const PhoneService = ({ service, phone }: { service: Service; phone: string | undefined }): ReactNode => (
  <LinkCard
    label={`${service.name}，${service.summary}${offlineWord(service.channels)}，点一下打电话`}
    onPress={() => {
      if (phone) callPhone(phone);
    }}
  >
    <View className="item-title">{service.name}</View>
    <View className="note">{service.summary}</View>
    <Tag tone="plain" icon="phone">
      {offlineWord(service.channels)}
    </Tag>
  </LinkCard>
);

const Services = ({ items }: { items: Service[] }): ReactNode => {
  const phone = useCentre((state) => state.centre?.phone);
  const online = items.filter((service) => service.onlineBooking);
  const others = items.filter((service) => !service.onlineBooking);
  if (items.length === 0) return <Empty picture="booking" title="现在没有可以预约的项目"></Empty>;
  return (
    <>
      <SectionTitle>选一个项目，再选日期</SectionTitle>
      <View className="stack">
        {online.map((service) => (
          <OnlineService key={service.id} service={service} />
        ))}
      </View>
      {others.length ? <SectionTitle>这些请打电话或到前台预约</SectionTitle> : null}
      <View className="stack">
        {others.map((service) => (
          <PhoneService key={service.id} service={service} phone={phone} />
        ))}
      </View>
    </>
  );
};

/** What can be booked. */
function BookPage(): ReactNode {
  useBookingRest();
  const load = useLoad('services', () => centreApi.services({}), { keepCopy: true });
  return (
    <Page title="预约" tab="book" hasPerson>
      <View className="cells">
        <Cell icon="calendar" title="我的预约" note="查看、取消" onPress={() => open(routes.bookings())} />
        <Cell icon="doctor" title="家庭医生签约" note="签一个固定的医生团队" onPress={() => open(routes.contract())} />
      </View>
      <Loaded load={load}>{({ items }) => <Services items={items} />}</Loaded>
    </Page>
  );
}

export default BookPage;
