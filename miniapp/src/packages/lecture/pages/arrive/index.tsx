import { View } from '@tarojs/components';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { LectureRoutes } from '@linkang/shared/api/lecture.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { lectureApi } from '@/api/clients';
import { Button } from '@/components/button';
import { Card, SectionTitle } from '@/components/card';
import { CheckRow } from '@/components/choices';
import { FormError } from '@/components/form-error';
import { Live } from '@/components/live';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { ScanCheckIn } from '@/components/scan-check-in';
import { ErrorBox, Loading } from '@/components/states';
import { useParam } from '@/hooks/use-param';
import { useSubmit } from '@/hooks/use-submit';
import { replace, routes } from '@/routes';

type CheckedIn = CallReply<LectureRoutes['checkIn']>;
interface Sent {
  code: string;
  residentIds?: string[];
}

const CODE = /^\d{18}$/;

const useCheckIn = (id: string) =>
  useSubmit(({ code, residentIds }: Sent) =>
    lectureApi.checkIn({ params: { id }, body: { code, ...(residentIds ? { residentIds } : {}) } }),
  );

const Done = ({ id, reply }: { id: string; reply: CheckedIn }): ReactNode => {
  const names = reply.checkedIn.map(({ name }) => name).join('、');
  return (
    <>
      <Live>{`${names}签到好了`}</Live>
      <Card tone="soft">
        <View className="lead">签到好了</View>
        <View>{`${names}，请进去坐吧。`}</View>
        <Button onPress={() => replace(routes.lecture(id))}>看活动</Button>
      </Card>
    </>
  );
};

interface ChoiceProps {
  id: string;
  reply: CheckedIn;
  onDone: (reply: CheckedIn) => void;
}

/** Several of the family registered: who of them is here? */
const Choice = ({ id, reply: { choices, pass }, onDone }: ChoiceProps): ReactNode => {
  const [chosen, setChosen] = useState<readonly string[]>(choices.map(({ residentId }) => residentId));
  const form = useCheckIn(id);
  const send = async (): Promise<void> => {
    const reply = await form.submit({ code: pass ?? '', residentIds: [...chosen] });
    if (reply) onDone(reply);
  };
  const set = (residentId: string, isChecked: boolean): void =>
    setChosen(isChecked ? [...chosen, residentId] : chosen.filter((one) => one !== residentId));
  return (
    <>
      <SectionTitle>谁到了？没来的请点掉</SectionTitle>
      {choices.map(({ residentId, name }) => (
        <CheckRow
          key={residentId}
          title={name}
          isChecked={chosen.includes(residentId)}
          onChange={(isChecked) => set(residentId, isChecked)}
        />
      ))}
      <FormError error={form.error} onRetry={() => void send()} />
      <Button
        icon="check"
        isDisabled={chosen.length === 0}
        isBusy={form.isBusy}
        busyText="正在签到…"
        onPress={() => void send()}
      >
        签到
      </Button>
    </>
  );
};

/** Checks in as soon as it is known who holds the phone. */
const Arrive = ({ id, code }: { id: string; code: string }): ReactNode => {
  const form = useCheckIn(id);
  const { submit } = form;
  const [reply, setReply] = useState<CheckedIn>();
  const ask = async (): Promise<void> => setReply(await submit({ code }));
  const isAsked = useRef(false);
  useEffect(() => {
    if (isAsked.current) return;
    isAsked.current = true;
    void ask();
  });
  if (form.error)
    return (
      <ErrorBox error={form.error} {...(form.error.code === 'OFFLINE' ? { onRetry: () => void ask() } : {})}>
        <ScanCheckIn />
        <Button kind="plain" onPress={() => replace(routes.lecture(id))}>
          看活动
        </Button>
      </ErrorBox>
    );
  if (!reply) return <Loading lines={1} />;
  return reply.choices.length > 0 ? <Choice id={id} reply={reply} onDone={setReply} /> : <Done id={id} reply={reply} />;
};

/** The page behind the code on the wall of an activity. */
function ArrivePage(): ReactNode {
  const id = useParam('id');
  const code = useParam('code');
  return (
    <Page title="活动签到">
      {id !== '' && CODE.test(code) ? (
        <NeedResident scope="own" purpose="签到">
          {() => <Arrive id={id} code={code} />}
        </NeedResident>
      ) : (
        <Card tone="warm">
          <View className="lead">这不是签到的码</View>
          <View>请扫活动现场屏幕上的码，或找工作人员签到。</View>
          <ScanCheckIn />
        </Card>
      )}
    </Page>
  );
}

export default ArrivePage;
