import type { Physical } from '@linkang/shared/api/physical.routes';
import { staffMay } from '@linkang/shared/api/policy';
import { Alert, Button } from 'antd';
import { useEffect } from 'react';
import { Link, useParams, useSearchParams } from 'react-router-dom';
import { useAccount } from '../../api/sign-in';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { useUnsavedGuard } from '../../components/unsaved-guard';
import { dayText, sexNames } from '../../components/words';
import { ItemRow } from './item-row';
import { itemOf, itemsAt, verdictWords } from './items';
import './physical.css';
import { StationTabs } from './station-tabs';
import { useEntries } from './use-entries';
import { usePhysical } from './use-physical';

/** What is to be done at once; it stays until somebody says that it was seen. */
function Urgent({ entries }: { entries: ReturnType<typeof useEntries> }) {
  if (entries.urgent.length === 0) return null;
  return (
    <div role="alert" className="urgent">
      {entries.urgent.map(({ code, sentence, say }) => (
        <p key={code}>
          <strong>危急：{sentence}</strong>
          <br />
          {say}
        </p>
      ))}
      <Button danger type="primary" onClick={entries.seen}>
        知道了，马上处理
      </Button>
    </div>
  );
}

function Computed({ physical, station }: { physical: Physical; station: string }) {
  const shown = physical.computed.filter(({ code }) => itemOf(code)?.station === station);
  if (shown.length === 0) return null;
  return (
    <p className="computed">
      {shown.map(({ code, value, verdict }) => (
        <span key={code}>
          {itemOf(code)?.plain} {value} {itemOf(code)?.unit} {verdict && verdictWords[verdict]}
        </span>
      ))}
    </p>
  );
}

function Station({ physical, station }: { physical: Physical; station: string }) {
  const entries = useEntries(physical);
  const open = Object.values(entries.drafts).filter(({ state }) => state !== 'typing').length;
  useUnsavedGuard(Object.keys(entries.drafts).length > 0);
  const [first] = itemsAt(station, physical);
  useEffect(() => {
    document.querySelector<HTMLElement>('.item-field input, .item-field select')?.focus();
  }, [station]);
  return (
    <section className="panel" aria-label="填写结果">
      <Urgent entries={entries} />
      {entries.trouble && (
        <Alert
          type="warning"
          showIcon
          role="alert"
          title={`还有${open}项没保存：${entries.trouble}`}
          description="填的内容都留在这一页，会自动再试，可以接着填。"
        />
      )}
      {physical.status === 'released' && <Alert type="info" showIcon title="报告已经发布，这里只能看。" />}
      {first && <p className="keys-note">按 Tab 或回车到下一项；离开一项就自动保存。</p>}
      <div className="item-rows">
        {itemsAt(station, physical).map((item) => (
          <ItemRow key={item.code} item={item} physical={physical} entries={entries} />
        ))}
      </div>
      <Computed physical={physical} station={station} />
      {physical.remarks.map((remark) => (
        <Alert key={remark} type="warning" showIcon title={remark} style={{ marginTop: 12 }} />
      ))}
    </section>
  );
}

function Work({ physical }: { physical: Physical }) {
  const roles = useAccount()?.roles ?? [];
  const [search, setSearch] = useSearchParams();
  const asked = search.get('station');
  const station = physical.stations.find(({ code }) => code === asked) ?? physical.stations[0];
  const mayReview = staffMay(roles, 'physical.review');
  return (
    <>
      <PageHeader
        title={`${physical.name} ${sexNames[physical.sex]} ${physical.age}岁`}
        note={`${dayText(physical.day)} ${physical.serviceName}${physical.version > 1 ? `，第${physical.version}版` : ''}`}
        back={<Link to={`/physicals?day=${physical.day}`}>返回当天体检</Link>}
        actions={mayReview && <Link to={`/physicals/${physical.id}/review`}>小结和发布</Link>}
      />
      <StationTabs
        stations={physical.stations}
        value={station?.code ?? ''}
        onChange={(code) => setSearch({ station: code }, { replace: true })}
      />
      {station && <Station key={station.code} physical={physical} station={station.code} />}
    </>
  );
}

/** The items of one person, station by station, by the keyboard alone. */
export function PhysicalPage() {
  const { id = '' } = useParams();
  const query = usePhysical(id);
  return (
    <QueryView query={query} title="体检">
      {(physical) => <Work key={physical.id} physical={physical} />}
    </QueryView>
  );
}
