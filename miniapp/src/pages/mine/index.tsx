import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import { residentApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { AskFirst } from '@/components/ask-first';
import { Card } from '@/components/card';
import { Cell } from '@/components/cell';
import { ConsentDue } from '@/components/consent-due';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { Loaded } from '@/components/states';
import { useLoad } from '@/hooks/use-load';
import { useUnreadCount } from '@/hooks/use-unread-count';
import { callPhone, open, routes } from '@/routes';
import { signOut, useAccount } from '@/stores/account';
import { useCentre } from '@/stores/centre';

const PersonCard = ({ residentId }: { residentId: string }): ReactNode => {
  const load = useLoad(`${PERSONAL}resident.${residentId}`, () => residentApi.get({ params: { id: residentId } }), {
    keepCopy: true,
  });
  return (
    <Loaded load={load} lines={1}>
      {(resident) => (
        <Card tone="soft">
          <View className="lead">{resident.name}</View>
          <View>{`${resident.sex === 'male' ? '男' : '女'} · ${resident.age}岁`}</View>
          <View className="note">{`身份证 ${resident.idNumberMasked}`}</View>
        </Card>
      )}
    </Loaded>
  );
};

const SignOut = (): ReactNode => {
  const [isBusy, setBusy] = useState(false);
  const leave = async (): Promise<boolean> => {
    setBusy(true);
    await signOut();
    setBusy(false);
    return true;
  };
  return (
    <AskFirst kind="plain" icon="leave" word="退出登录" yes="退出登录" no="不退出" isBusy={isBusy} onYes={leave}>
      <View>退出后，预约还在，下次登录就能看到。</View>
    </AskFirst>
  );
};

/** The person and everything of theirs. */
function MinePage(): ReactNode {
  const isSignedIn = useAccount((state) => state.isSignedIn);
  const phone = useCentre((state) => state.centre?.phone);
  const morePhones = useCentre((state) => state.centre?.morePhones);
  const unread = useUnreadCount();
  return (
    <Page title="我的" tab="mine" hasPhone={false}>
      <ConsentDue />
      <NeedResident scope="own" purpose="办理预约和签约" signInText="登录">
        {([self]) => <PersonCard key={self.id} residentId={self.id} />}
      </NeedResident>
      <View className="cells">
        <Cell icon="book" title="我的阅读" note="收藏的、看过的文章" onPress={() => open(routes.reading())} />
        <Cell icon="calendar" title="我的预约" note="查看、取消" onPress={() => open(routes.bookings())} />
        <Cell icon="clipboard" title="我的体检报告" note="看结果和要做的事" onPress={() => open(routes.reports())} />
        <Cell icon="doctor" title="我的家庭医生" note="签约和进度" onPress={() => open(routes.contract())} />
        <Cell
          icon="clipboard"
          title="我的随访"
          note="高血压、糖尿病，什么时候来"
          onPress={() => open(routes.followUps())}
        />
        <Cell
          icon="clipboard"
          title="血压、血糖、体重"
          note="在家量了记下来，看变化"
          onPress={() => open(routes.measurements())}
        />
        <Cell icon="clipboard" title="我的服务计划" note="团队今年要为我做什么" onPress={() => open(routes.plan())} />
        <Cell icon="list" title="健康档案" note="过敏、病史和做过的服务" onPress={() => open(routes.record())} />
        <Cell
          icon="book"
          title="我的健康处方"
          note="医生给的建议，能看也能听"
          onPress={() => open(routes.prescriptions())}
        />
        <Cell icon="person" title="我的资料" note="改电话和住址" onPress={() => open(routes.profile())} />
        <Cell icon="person" title="家人" note="帮家人办事，或请家人帮忙" onPress={() => open(routes.family())} />
        <Cell
          icon="bell"
          title="消息"
          note={unread ? `${unread}条没看` : '预约、签约的变化'}
          onPress={() => open(routes.notices())}
        />
        <Cell
          icon="list"
          title="谁看过我的档案"
          note="工作人员和家人做了什么，都有记录"
          onPress={() => open(routes.trail())}
        />
      </View>
      <View className="cells">
        <Cell icon="letters" title="字号和颜色" note="字大一点，颜色深一点" onPress={() => open(routes.look())} />
        {phone ? <Cell icon="phone" title="打电话给我们" note={phone} onPress={() => callPhone(phone)} /> : null}
        {morePhones?.map((row) => (
          <Cell
            key={row.label}
            icon="phone"
            title={`打电话：${row.label}`}
            note={row.phone}
            onPress={() => callPhone(row.phone)}
          />
        ))}
        {isSignedIn ? (
          <Cell
            icon="phone"
            title="手机号登录"
            note="在浏览器里也能登录同一个账号"
            onPress={() => open(routes.signInPhone())}
          />
        ) : null}
        <Cell
          icon="pen"
          title="我的授权与同意"
          note="同意了什么，随时可以撤回"
          onPress={() => open(routes.consents())}
        />
        <Cell icon="pen" title="更正我的资料" note="资料写错了，申请改正" onPress={() => open(routes.corrections())} />
        <Cell
          icon="list"
          title="我的信息和注销"
          note="要一份自己的信息，或注销账号"
          onPress={() => open(routes.myData())}
        />
        <Cell icon="shield" title="隐私说明" note="我们怎样保管您的信息" onPress={() => open(routes.privacy())} />
      </View>
      {isSignedIn ? <SignOut /> : null}
    </Page>
  );
}

export default MinePage;
