import { useState, type ReactNode } from 'react';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { PersonSwitch } from '@/components/person-switch';
import { PillTabs } from '@/components/pill-tabs';
import { RecordPart } from '../../components/record-part';
import { TimelinePart } from '../../components/timeline-part';

const PARTS = [
  { value: 'record', title: '我的档案' },
  { value: 'timeline', title: '服务记录' },
] as const;
type Part = (typeof PARTS)[number]['value'];

const Parts = ({ residentId }: { residentId: string }): ReactNode => {
  const [part, setPart] = useState<Part>('record');
  return (
    <>
      <PillTabs label="看什么" items={PARTS} value={part} onChange={setPart} />
      {part === 'record' ? <RecordPart residentId={residentId} /> : <TimelinePart residentId={residentId} />}
    </>
  );
};

/** The health record of the person, and what was done. */
function RecordPage(): ReactNode {
  return (
    <Page title="健康档案">
      <PersonSwitch />
      <NeedResident scope="record" purpose="看健康档案" signInText="登录">
        {([person]) => <Parts key={person.id} residentId={person.id} />}
      </NeedResident>
    </Page>
  );
}

export default RecordPage;
