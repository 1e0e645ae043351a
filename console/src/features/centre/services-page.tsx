import { PlusOutlined } from '@ant-design/icons';
import type { ServiceSettings } from '@linkang/shared/api/settings';
import type { TableColumnsType } from 'antd';
import { Button, Table } from 'antd';
import { useState } from 'react';
import { centreApi } from '../../api/clients';
import { QueryView } from '../../components/query-view';
import { useTell } from '../../components/use-tell';
import { HistoryButton } from './history-drawer';
import { ServiceDrawer } from './service-drawer';
import { channelNames } from './service-fields';
import { withService } from './service-values';
import { useSaved, useSetting } from './use-setting';

const read = () => centreApi.readServices({});
type Loaded = Awaited<ReturnType<typeof read>>;

const cancelWords = ({ cancelMinutesBefore, cancelDayBeforeTime }: ServiceSettings): string =>
  cancelMinutesBefore === null ? `前一天 ${cancelDayBeforeTime}` : `开始前 ${cancelMinutesBefore} 分钟`;

const columnsOf = (open: (service: ServiceSettings) => void): TableColumnsType<ServiceSettings> => [
  { title: '服务', dataIndex: 'name', render: (name: string) => <strong>{name}</strong> },
  { title: '科室', dataIndex: 'department', render: (name: string | null) => name ?? '—' },
  {
    title: '怎么预约',
    dataIndex: 'channels',
    render: (channels: ServiceSettings['channels']) => channels.map((channel) => channelNames[channel]).join('、'),
  },
  { title: '可以取消到', key: 'cancel', render: (_, row) => cancelWords(row) },
  { title: '状态', dataIndex: 'enabled', className: 'nowrap', render: (on: boolean) => (on ? '开放' : '停用') },
  {
    title: '操作',
    key: 'edit',
    className: 'screen-only',
    render: (_, row) => (
      <Button aria-label={`修改：${row.name}`} onClick={() => open(row)}>
        修改
      </Button>
    ),
  },
];

function ServicesTable({ data }: { data: Loaded }) {
  const [opened, setOpened] = useState<{ service: ServiceSettings | null } | null>(null);
  const saved = useSaved<Loaded>('services');
  const tell = useTell();
  const send = (change: (services: ServiceSettings[]) => ServiceSettings[], base: Loaded): Promise<Loaded> =>
    centreApi.saveServices({ body: { rev: base.rev, services: change(base.services) } });
  const close = (): void => setOpened(null);
  return (
    <>
      <div className="toolbar">
        <span>
          <h2 id="setting-services">服务项目</h2>
        </span>
        <HistoryButton part="services" />
        <Button icon={<PlusOutlined aria-hidden />} onClick={() => setOpened({ service: null })}>
          添加服务
        </Button>
      </div>
      <Table<ServiceSettings>
        rowKey="code"
        columns={columnsOf((service) => setOpened({ service }))}
        dataSource={data.services}
        pagination={false}
      />
      {opened && (
        <ServiceDrawer
          service={opened.service}
          takenCodes={data.services.map(({ code }) => code)}
          save={async (service, force) => send((rows) => withService(rows, service), force ? await read() : data)}
          remove={({ code }) =>
            send((rows) => rows.filter((row) => row.code !== code), data)
              .then((left) => {
                close();
                return saved(left);
              })
              .catch(tell.failed)
          }
          onSaved={(now) => {
            close();
            return saved(now);
          }}
          onClose={close}
        />
      )}
    </>
  );
}

/** What can be booked, with its rules. */
export function ServicesPage() {
  const query = useSetting('services', read);
  return (
    <section className="panel" aria-label="服务项目">
      <QueryView query={query}>{(data) => <ServicesTable data={data} />}</QueryView>
    </section>
  );
}
