import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import type { WaitlistEntry } from '@linkang/shared/api/waitlist.routes';
import { waitlistApi } from '@/api/clients';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Fact } from '@/components/cell';
import { FormError } from '@/components/form-error';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { Sheet } from '@/components/sheet';
import { Loaded } from '@/components/states';
import { Tag } from '@/components/tag';
import { useLoad } from '@/hooks/use-load';
import { useParam } from '@/hooks/use-param';
import { useShowAgain } from '@/hooks/use-show-again';
import { useSubmit } from '@/hooks/use-submit';
import { replace, routes } from '@/routes';
import { useAccount } from '@/stores/account';
import { HeldSeat } from '../../components/held-seat';
import { waitingTitle, waitingWhen, waitingWord } from '../../waiting-words';
import '../../booking.scss';

interface EntryProps {
  entry: WaitlistEntry;
  onChanged: () => void;
}

const howItGoesOn = ({ status, autoAccept }: WaitlistEntry): string => {
  switch (status) {
    case 'waiting':
      return autoAccept
        ? '有人退号，轮到您就直接帮您约上，再发消息告诉您。'
        : '有人退号，轮到您就发消息。号留30分钟，点开确认才算约上。';
    case 'offered':
      return '轮到您了，请在上面确认。';
    case 'booked':
      return '已经约上了，不用再候补。';
    case 'expired':
      return '没有等到号，或者号留的时间过了。可以再约别的时间。';
    case 'left':
      return '您已经退出候补。';
  }
};

const EntryFacts = ({ entry }: { entry: WaitlistEntry }): ReactNode => {
  const name = useAccount(({ residents }) => residents.find(({ id }) => id === entry.residentId)?.name);
  const { tone, word } = waitingWord(entry);
  return (
    <Card>
      <View className="row row-between">
        <View className="lead">{waitingTitle(entry)}</View>
        <Tag tone={tone}>{word}</Tag>
      </View>
      <Fact name="时间">{waitingWhen(entry)}</Fact>
      <Fact name="地点">{entry.place}</Fact>
      {entry.doctorName ? <Fact name="医生">{entry.doctorName}</Fact> : null}
      {name ? <Fact name="谁来">{name}</Fact> : null}
      <View>{howItGoesOn(entry)}</View>
    </Card>
  );
};

const Leave = ({ entry, onChanged }: EntryProps): ReactNode => {
  const [isAsking, setAsking] = useState(false);
  const form = useSubmit((id: string) => waitlistApi.leave({ params: { id } }));
  const leave = async (): Promise<void> => {
    const left = await form.submit(entry.id);
    setAsking(false);
    if (left) onChanged();
  };
  return (
    <>
      <FormError error={form.error} onRetry={() => void leave()} onRefresh={onChanged} />
      <Button kind="danger" icon="leave" onPress={() => setAsking(true)}>
        {entry.status === 'offered' ? '不要了，退出候补' : '退出候补'}
      </Button>
      <Sheet isOpen={isAsking} title="要退出候补吗？" closeText="不退出" onClose={() => setAsking(false)}>
        <View>退出后位置就没有了，想再候补要重新排。</View>
        <Button kind="danger" isBusy={form.isBusy} onPress={() => void leave()}>
          确定退出
        </Button>
      </Sheet>
    </>
  );
};

const Entry = ({ entry, onChanged }: EntryProps): ReactNode => {
  const { bookingId } = entry;
  return (
    <>
      {entry.offer ? <HeldSeat entry={entry} offer={entry.offer} onChanged={onChanged} /> : null}
      <EntryFacts entry={entry} />
      {entry.status === 'waiting' || entry.status === 'offered' ? <Leave entry={entry} onChanged={onChanged} /> : null}
      {bookingId ? (
        <Button icon="calendar" onPress={() => replace(routes.booking(bookingId))}>
          看这个预约
        </Button>
      ) : null}
    </>
  );
};

const MISSING = '这不是您的候补，或者链接不完整。家人的候补，要家人先在“家人”里同意您帮忙才能看。';

/** One entry of the waiting list: the place in the line, the seat that is held, and the way out. */
function WaitingPage(): ReactNode {
  const id = useParam('id');
  const isSignedIn = useAccount((state) => state.isSignedIn);
  const load = useLoad(isSignedIn ? `waiting.${id}` : undefined, () => waitlistApi.get({ params: { id } }));
  useShowAgain(() => void load.reload());
  return (
    <Page title="候补">
      <NeedResident scope="own" purpose="看候补" signInText="登录后查看">
        {() => (
          <Loaded load={load} missingText={MISSING}>
            {(entry) => <Entry entry={entry} onChanged={() => void load.reload()} />}
          </Loaded>
        )}
      </NeedResident>
    </Page>
  );
}

export default WaitingPage;
