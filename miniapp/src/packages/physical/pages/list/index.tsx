import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { ReleasedPhysical } from '@linkang/shared/api/physical.routes';
import { physicalApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { Button } from '@/components/button';
import { LinkCard, SectionTitle } from '@/components/card';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { Empty, Loaded } from '@/components/states';
import { Tag } from '@/components/tag';
import { sayLongDay } from '@/components/words';
import { useLoad } from '@/hooks/use-load';
import { useLinkedPerson } from '@/hooks/use-linked-person';
import { open, routes } from '@/routes';
import type { AccountResident } from '@/stores/account';
import { NextSteps } from '../../components/next-steps';
import { reportWord } from '../../report-words';
import '../../physical.scss';

const ReportCard = ({ report }: { report: ReleasedPhysical }): ReactNode => {
  const { tone, word } = reportWord(report);
  return (
    <LinkCard
      label={`${report.year}年体检报告，${word}，${sayLongDay(report.day)}`}
      onPress={() => open(routes.report(report.id))}
    >
      <View className="row row-between">
        <View className="lead">{`${report.year}年体检报告`}</View>
        <Tag tone={tone}>{word}</Tag>
      </View>
      <View className="note">{`${sayLongDay(report.day)}体检 · ${report.doctorName}医生审核`}</View>
      {report.version > 1 ? <View className="note">更正过，这是新的一份</View> : null}
    </LinkCard>
  );
};

const Reports = ({ person }: { person: AccountResident }): ReactNode => {
  const load = useLoad(`${PERSONAL}reports.${person.id}`, () => physicalApi.ofResident({ params: { id: person.id } }));
  return (
    <>
      {person.scopes.includes('record') ? <NextSteps residentId={person.id} /> : null}
      <SectionTitle>体检报告</SectionTitle>
      <Loaded load={load}>
        {({ items }) =>
          items.length ? (
            <View className="stack">
              {items.map((report) => (
                <ReportCard key={report.id} report={report} />
              ))}
            </View>
          ) : (
            <Empty title="还没有体检报告">
              <View>体检以后，医生看过结果，报告就会出现在这里，我们也会发消息告诉您。</View>
              <Button onPress={() => open(routes.sessions('senior-physical'))}>看看免费体检</Button>
            </Empty>
          )
        }
      </Loaded>
    </>
  );
};

/** A person's reports, and what is next because of them. */
function ReportListPage(): ReactNode {
  useLinkedPerson();
  return (
    <Page title="体检报告" hasPerson>
      <NeedResident scope="report" purpose="看自己的体检报告" signInText="登录">
        {([person]) => <Reports key={person.id} person={person} />}
      </NeedResident>
    </Page>
  );
}

export default ReportListPage;
