import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { PhysicalReport } from '@linkang/shared/api/physical.routes';
import { physicalApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { Button } from '@/components/button';
import { Card, SectionTitle } from '@/components/card';
import { Fact } from '@/components/cell';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { ReadAloud } from '@/components/read-aloud';
import { Loaded } from '@/components/states';
import { Tag } from '@/components/tag';
import { sayLongDay } from '@/components/words';
import { useLoad } from '@/hooks/use-load';
import { useParam } from '@/hooks/use-param';
import { isH5 } from '@/platform';
import { useAccount } from '@/stores/account';
import { FamilyDoctorNote } from '../../components/family-doctor-note';
import { FindingCard } from '../../components/finding-card';
import { NextSteps } from '../../components/next-steps';
import { NormalItems } from '../../components/normal-items';
import { reportWord } from '../../report-words';
import '../../physical.scss';

const sayCounts = ({ counts: { normal, abnormal, critical } }: PhysicalReport): string =>
  `一共${normal + abnormal + critical}项有结果：${normal}项正常，${abnormal + critical}项要留意。`;

const Head = ({ report }: { report: PhysicalReport }): ReactNode => {
  const { tone, word } = reportWord(report);
  return (
    <Card tone="soft">
      <View className="row row-between">
        <View className="lead">{`${report.name} · ${report.sex === 'male' ? '男' : '女'} · ${report.age}岁`}</View>
        <Tag tone={tone}>{word}</Tag>
      </View>
      <View>{sayCounts(report)}</View>
      <View className="note">{`${sayLongDay(report.day)}体检 · ${report.doctorName}医生审核`}</View>
      {report.version > 1 ? <View className="note">{`这是更正后的第${report.version}版`}</View> : null}
    </Card>
  );
};

const Doctor = ({ report }: { report: PhysicalReport }): ReactNode => (
  <>
    <SectionTitle>医生的话</SectionTitle>
    <Card>
      <View>{report.summary}</View>
      {report.guidance === '' ? null : <View>{report.guidance}</View>}
      {report.remarks.map((remark) => (
        <View key={remark}>{remark}</View>
      ))}
    </Card>
  </>
);

const Refused = ({ refused }: Pick<PhysicalReport, 'refused'>): ReactNode =>
  refused.length === 0 ? null : (
    <>
      <SectionTitle>这次没做的</SectionTitle>
      <View className="cells">
        {refused.map(({ plain, reason }) => (
          <Fact key={plain} name={plain}>
            {reason}
          </Fact>
        ))}
      </View>
    </>
  );

/** The report in sentences: how it is, what to look after and what to do, what the doctor says. */
const sayReport = (report: PhysicalReport, found: PhysicalReport['items']): string =>
  [
    `${report.name}，${sayLongDay(report.day)}体检，${reportWord(report).word}。`,
    sayCounts(report),
    ...found.flatMap(({ plain, sentence, advice }) => [
      `${plain}。${sentence}`,
      ...(advice === null ? [] : [`怎么办：${advice}`]),
    ]),
    '医生的话：',
    report.summary,
    report.guidance,
    ...report.remarks,
  ].join('\n');

const Report = ({ report }: { report: PhysicalReport }): ReactNode => {
  const mine = useAccount((state) => state.residents.find(({ id }) => id === report.residentId));
  const maySeeRecord = mine?.scopes.includes('record') ?? false;
  const found = report.items.filter(({ verdict }) => verdict === 'abnormal' || verdict === 'critical');
  return (
    <View className="stack report">
      <Head report={report} />
      <ReadAloud label="体检报告" text={sayReport(report, found)} />
      {found.length > 0 ? (
        <>
          <SectionTitle>要留意的</SectionTitle>
          {found.map((item) => (
            <FindingCard key={item.code} item={item} day={report.day} />
          ))}
        </>
      ) : null}
      <Doctor report={report} />
      {maySeeRecord ? <NextSteps residentId={report.residentId} /> : null}
      <SectionTitle>其他结果</SectionTitle>
      <NormalItems title="正常的项目" items={report.items.filter(({ verdict }) => verdict === 'normal')} />
      <NormalItems title="记下的情况" items={report.items.filter(({ verdict }) => verdict === 'recorded')} />
      <Refused refused={report.refused} />
      <View className="stack no-print">
        {maySeeRecord ? <FamilyDoctorNote residentId={report.residentId} /> : null}
        {isH5 ? (
          <Button kind="plain" icon="clipboard" onPress={() => window.print()}>
            打印这份报告
          </Button>
        ) : null}
        <View className="note">报告是给您和医生看的，看不懂就问。身体不舒服别等，马上来或打120。</View>
      </View>
    </View>
  );
};

const LoadedReport = ({ id }: { id: string }): ReactNode => {
  const load = useLoad(`${PERSONAL}report.${id}`, () => physicalApi.report({ params: { id } }));
  return <Loaded load={load}>{(report) => <Report report={report} />}</Loaded>;
};

/** One report: what is not normal first, each with a sentence and what to do. */
function ReportPage(): ReactNode {
  const id = useParam('id');
  return (
    <Page title="体检报告">
      <NeedResident scope="own" purpose="看体检报告" signInText="登录">
        {() => <LoadedReport id={id} />}
      </NeedResident>
    </Page>
  );
}

export default ReportPage;
