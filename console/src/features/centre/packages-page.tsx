import type { PackageRow } from '@linkang/shared/api/settings';
import { servicePackageTemplates } from '@linkang/shared/domain/service-packages';
import { Form, Input, InputNumber, Switch } from 'antd';
import { contractApi } from '../../api/clients';
import { QueryView } from '../../components/query-view';
import { HistoryButton } from './history-drawer';
import { checkPackages } from './setting-check';
import { SettingForm } from './setting-form';
import { useSaved, useSetting } from './use-setting';
import { useSettingForm } from './use-setting-form';

const read = () => contractApi.readPackages({});
type Loaded = Awaited<ReturnType<typeof read>>;

/** A package as the form holds it, with its price as people write it. */
interface PackageValues {
  code: string;
  enabled: boolean;
  priceYuan: number | null;
  forWhom: string;
}

const valuesOf = (rows: readonly PackageRow[]): PackageValues[] =>
  servicePackageTemplates.map(({ code }) => {
    const row = rows.find((other) => other.code === code);
    return {
      code,
      enabled: row?.enabled ?? false,
      priceYuan: (row?.priceFen ?? 0) / 100,
      forWhom: row?.forWhom ?? '',
    };
  });

/** Packages that were never offered and have no words stay out. */
const isUsed = (row: PackageValues): boolean => row.enabled || row.forWhom.trim() !== '';

const bodyRow = ({ code, enabled, priceYuan, forWhom }: PackageValues) => ({
  code,
  enabled,
  priceFen: Math.round((priceYuan ?? 0) * 100),
  forWhom,
});

function PackageFields({ index }: { index: number }) {
  const template = servicePackageTemplates[index];
  if (!template) return null;
  const isBasic = template.code === 'BASIC';
  return (
    <div className="package-row">
      <h3>{template.name}</h3>
      <p className="soft">{template.items.map((item) => item.name).join('、')}</p>
      <div className="field-row">
        <Form.Item name={['packages', index, 'enabled']} label={`开放：${template.name}`}>
          <Switch disabled={isBasic} />
        </Form.Item>
        <Form.Item name={['packages', index, 'priceYuan']} label="每年价格（元）">
          <InputNumber min={0} max={100_000} precision={2} disabled={template.free} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name={['packages', index, 'forWhom']} label="面向人群">
          <Input maxLength={60} />
        </Form.Item>
      </div>
    </div>
  );
}

function PackagesForm({ data }: { data: Loaded }) {
  const saved = useSaved<Loaded>('packages');
  const state = useSettingForm({
    draftKey: 'packages',
    loaded: { packages: valuesOf(data.packages) },
    check: ({ packages }) => {
      const used = packages.filter(isUsed);
      const checked = checkPackages(data.rev, used.map(bodyRow));
      if (!checked.faults) return checked;
      // The body lacks rows that the form has: faults go back to where the row stands there.
      const faults = checked.faults.map((fault) => ({
        ...fault,
        path: fault.path
          .replace(
            /^packages\.(\d+)/,
            (_, no: string) => `packages.${packages.indexOf(used[Number(no)] as PackageValues)}`,
          )
          .replace(/priceFen$/, 'priceYuan'),
      }));
      return { faults };
    },
    save: async (body, force) => {
      const rev = force ? (await read()).rev : data.rev;
      return contractApi.savePackages({ body: { ...body, rev } });
    },
    onSaved: saved,
  });
  return (
    <SettingForm state={state} extraButtons={<HistoryButton part="packages" />}>
      <p className="soft">名称和内容按国家目录；停用后不再接受新的签约，已经签的不受影响。</p>
      {servicePackageTemplates.map(({ code }, index) => (
        <PackageFields key={code} index={index} />
      ))}
    </SettingForm>
  );
}

/** Which service packages are offered, for whom and at what price. */
export function PackagesPage() {
  const query = useSetting('packages', read);
  return (
    <section className="panel" aria-labelledby="setting-packages">
      <h2 id="setting-packages">服务包</h2>
      <QueryView query={query}>{(data) => <PackagesForm key={data.rev} data={data} />}</QueryView>
    </section>
  );
}
