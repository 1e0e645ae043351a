import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import type { ConsentState } from '@linkang/shared/api/resident.routes';
import { residentApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { Button } from '@/components/button';
import { Card, SectionTitle } from '@/components/card';
import { Cell, Fact } from '@/components/cell';
import { OptionList } from '@/components/choices';
import { FormError } from '@/components/form-error';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { plainText } from '@/components/plain-text';
import { ReadAloud } from '@/components/read-aloud';
import { RichHtml } from '@/components/rich-html';
import { Sheet } from '@/components/sheet';
import { Loaded } from '@/components/states';
import { Tag } from '@/components/tag';
import { sayInstant } from '@/components/words';
import { useLoad } from '@/hooks/use-load';
import { useParam } from '@/hooks/use-param';
import { useSubmit } from '@/hooks/use-submit';
import { open, routes } from '@/routes';
import { loadMe, useAccount, type AccountResident } from '@/stores/account';
import { consentWord, placeWord, WHAT_STOPS, WHAT_STOPS_FOR_CHILD } from '../../consent-words';

interface ConsentCardProps {
  person: AccountResident;
  consent: ConsentState;
  onChanged: () => void;
}

/** One text: how it stands, and one tap to agree or to take it back. */
const ConsentCard = ({ person, consent, onChanged }: ConsentCardProps): ReactNode => {
  const { purpose, version, title, status } = consent;
  const [isReading, setReading] = useState(false);
  const form = useSubmit((agreed: boolean) =>
    residentApi.saveConsent({ params: { id: person.id }, body: { purpose, version, agreed } }),
  );
  const isAgreed = status === 'agreed';
  const isGiven = isAgreed || status === 'outdated';
  const [wish, setWish] = useState(true);
  const answer = async (agreed: boolean): Promise<void> => {
    setWish(agreed);
    if (await form.submit(agreed)) onChanged();
  };
  const { tone, word } = consentWord(status);
  return (
    <Card {...(status === 'outdated' || status === 'never' ? { tone: 'warm' as const } : {})}>
      <View className="row row-between">
        <View className="lead">{title}</View>
        <Tag tone={tone}>{word}</Tag>
      </View>
      {consent.answeredAt ? (
        <Fact name={status === 'withdrawn' ? '撤回时间' : '同意时间'}>
          {`${sayInstant(consent.answeredAt)}，${placeWord(consent.channel)}`}
        </Fact>
      ) : null}
      <Fact name="版本">
        {status === 'outdated' ? `您同意的是${consent.answeredVersion}，现在是${version}` : version}
      </Fact>
      {isGiven ? <View className="note">{person.relation === 'self' ? WHAT_STOPS : WHAT_STOPS_FOR_CHILD}</View> : null}
      {status === 'withdrawn' ? <View>现在线上不能办新的事项。重新同意，马上就能用。</View> : null}
      <Button kind="quiet" icon="list" label={`看全文：${title}`} onPress={() => setReading(true)}>
        看全文
      </Button>
      <FormError error={form.error} onRetry={() => void answer(wish)} onRefresh={onChanged} />
      {isAgreed ? null : (
        <Button label={`同意：${title}`} isBusy={form.isBusy} onPress={() => void answer(true)}>
          同意
        </Button>
      )}
      {isGiven ? (
        <Button kind="danger" label={`撤回同意：${title}`} isBusy={form.isBusy} onPress={() => void answer(false)}>
          撤回同意
        </Button>
      ) : null}
      <Sheet isOpen={isReading} title={title} onClose={() => setReading(false)}>
        <ReadAloud label={consent.title} text={plainText(consent.html)} />
        <RichHtml html={consent.html} />
      </Sheet>
    </Card>
  );
};

/** The texts of one person: the own ones, or a child's. */
const Consents = ({ person }: { person: AccountResident }): ReactNode => {
  const { id, name, relation } = person;
  const isOwn = relation === 'self';
  const load = useLoad(`${PERSONAL}consents.${id}`, () => residentApi.consentState({ params: { id } }), {
    keepCopy: true,
  });
  const refresh = (): void => {
    void load.reload();
    // What is still to be read has changed with it; a failure shows where it is used.
    loadMe().catch(() => undefined);
  };
  return (
    <>
      <View>同意了什么、什么时候同意的，都在这里。每一份都可以单独同意，也可以随时撤回。</View>
      <SectionTitle>{isOwn ? '我同意的说明' : `我替${name}同意的说明`}</SectionTitle>
      <Loaded load={load}>
        {({ items }) => (
          <>
            {items.map((consent) => (
              <ConsentCard key={consent.purpose} person={person} consent={consent} onChanged={refresh} />
            ))}
          </>
        )}
      </Loaded>
      {isOwn ? (
        <>
          <SectionTitle>我授权的家人</SectionTitle>
          <View className="cells">
            <Cell
              icon="person"
              title="家人代办"
              note="谁能替我办事，随时可以停止"
              onPress={() => open(routes.family())}
            />
          </View>
        </>
      ) : null}
    </>
  );
};

/** Whose texts they are: a question only for those who answer for a child under 14. */
function WhoseConsents({ self }: { self: AccountResident }): ReactNode {
  const residents = useAccount((state) => state.residents);
  const linked = useParam('child');
  const [chosenId, choose] = useState(linked || self.id);
  const children = residents.filter(({ relation, scopes }) => relation === 'guardian' && scopes.includes('record'));
  const people = [self, ...children];
  const person = people.find(({ id }) => id === chosenId) ?? self;
  return (
    <>
      {children.length ? (
        <>
          <SectionTitle>看谁的</SectionTitle>
          <OptionList
            label="看谁的"
            options={people.map(({ id, name, relation }) => ({
              value: id,
              title: name,
              note: relation === 'self' ? '我自己' : '我的孩子',
            }))}
            value={person.id}
            onChange={choose}
          />
        </>
      ) : null}
      <Consents key={person.id} person={person} />
    </>
  );
}

/** What the person agreed to for themselves and for their children, each to be taken back by one tap. */
function ConsentsPage(): ReactNode {
  return (
    <Page title="我的授权与同意">
      <NeedResident scope="own" purpose="看自己同意过什么" signInText="登录">
        {([self]) => <WhoseConsents key={self.id} self={self} />}
      </NeedResident>
    </Page>
  );
}

export default ConsentsPage;
