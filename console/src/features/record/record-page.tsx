import type { HealthRecord } from '@linkang/shared/api/record.routes';
import { staffMay } from '@linkang/shared/api/policy';
import { useQuery } from '@tanstack/react-query';
import { Tabs } from 'antd';
import { Link, useParams } from 'react-router-dom';
import { residentApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { sexNames } from '../../components/words';
import { EntryList } from './entry-list';
import { HouseholdView } from './household-view';
import { OpenPanel } from './open-panel';
import './record.css';
import { RecordHead } from './record-head';
import { sectionsOf } from './record-words';
import { TimelineView } from './timeline-view';
import { useRecord } from './use-record';
import { VersionsView } from './versions-view';

function RecordTabs({ record }: { record: HealthRecord }) {
  const { residentId } = record;
  const items = [
    {
      key: 'histories',
      label: '过敏和病史',
      children: <EntryList record={record} sections={sectionsOf(record, false)} />,
    },
    { key: 'basics', label: '基本情况', children: <EntryList record={record} sections={sectionsOf(record, true)} /> },
    { key: 'timeline', label: '服务记录', children: <TimelineView residentId={residentId} /> },
    { key: 'household', label: '家庭成员', children: <HouseholdView residentId={residentId} /> },
    { key: 'versions', label: '历次版本', children: <VersionsView record={record} /> },
  ];
  return (
    <section className="panel" aria-label="档案内容">
      <Tabs items={items} destroyOnHidden />
    </section>
  );
}

function PersonRecord({ residentId }: { residentId: string }) {
  const query = useRecord(residentId);
  return (
    <QueryView query={query}>
      {(record) =>
        record ? (
          <>
            <RecordHead record={record} />
            <RecordTabs record={record} />
          </>
        ) : (
          <OpenPanel residentId={residentId} />
        )
      }
    </QueryView>
  );
}

/** The health record of a person. */
export function RecordPage() {
  const { residentId = '' } = useParams();
  const roles = useAccount()?.roles ?? [];
  const person = useQuery({
    queryKey: ['resident', residentId],
    queryFn: () => residentApi.get({ params: { id: residentId } }),
  });
  return (
    <QueryView query={person} title="健康档案">
      {({ name, sex, age }) => (
        <>
          <PageHeader
            back={<Link to="/records">回到健康档案名单</Link>}
            title={`${name}的健康档案`}
            note={`${sexNames[sex]}，${age}岁。每次修改都会签名留痕，本人能看到谁看过、谁改过。`}
            actions={
              staffMay(roles, 'prescription.ofResident') && (
                <Link to={`/health-prescriptions/people/${residentId}`}>健康处方</Link>
              )
            }
          />
          <PersonRecord key={residentId} residentId={residentId} />
        </>
      )}
    </QueryView>
  );
}
