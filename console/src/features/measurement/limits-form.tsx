import type { LimitLine, MeasurementRoutes } from '@linkang/shared/api/measurement.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { staffMay } from '@linkang/shared/api/policy';
import { MEASUREMENT_WORDS_MAX } from '@linkang/shared/domain/home-entry';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber } from 'antd';
import { measurementApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { QueryView } from '../../components/query-view';
import { useTell } from '../../components/use-tell';
import { instantText } from '../../components/words';

type Lines = CallReply<MeasurementRoutes['limits']>;
type Typed = Record<string, number | string | null | undefined>;

const sayLines = (items: readonly LimitLine[], limits: Readonly<Record<string, number>>): string =>
  Object.entries(limits)
    .map(([field, value]) => `${items.find((line) => line.field === field)?.name ?? field} ${value}`)
    .join('，') || '都按规范';

function History({ lines: { history, items } }: { lines: Lines }) {
  if (history.length === 0) return <p className="soft">还没有医生改过，都按规范的线提醒。</p>;
  return (
    <ul>
      {history.map(({ at, byName, reason, limits }) => (
        <li key={at}>
          {instantText(at)} {byName || '医生'}：{sayLines(items, limits)}（{reason}）
        </li>
      ))}
    </ul>
  );
}

function LinesForm({ residentId, lines }: { residentId: string; lines: Lines }) {
  const queryClient = useQueryClient();
  const tell = useTell();
  const save = useMutation({
    mutationFn: ({ reason, ...typed }: Typed) => {
      const set = Object.entries(typed).filter((row): row is [string, number] => typeof row[1] === 'number');
      const body = { rev: lines.rev, limits: Object.fromEntries(set), reason: String(reason).trim() };
      return measurementApi.saveLimits({ params: { id: residentId }, body });
    },
    onSuccess: () => tell.done('提醒线已改，下一次读数起按新的线提醒'),
    onError: tell.failed,
    onSettled: () =>
      Promise.all(
        ['measurement-limits', 'measurements'].map((key) =>
          queryClient.invalidateQueries({ queryKey: [key, residentId] }),
        ),
      ),
  });
  const start = Object.fromEntries(lines.items.map(({ field, own, value }) => [field, own ? value : null]));
  return (
    <Form<Typed> key={lines.rev} layout="vertical" initialValues={start} onFinish={(typed) => save.mutate(typed)}>
      <div className="field-row">
        {lines.items.map(({ field, name, standard, min, max }) => (
          <Form.Item key={field} name={field} label={name} extra={`规范 ${standard}，可定 ${min}到${max}`}>
            <InputNumber style={{ width: 160 }} min={min} max={max} precision={1} placeholder={`按规范 ${standard}`} />
          </Form.Item>
        ))}
      </div>
      <Form.Item
        name="reason"
        label="为什么改"
        rules={[
          { required: true, whitespace: true, message: '请写明原因，例如：80岁以上，放宽到150' },
          { max: MEASUREMENT_WORDS_MAX, message: `最多 ${MEASUREMENT_WORDS_MAX} 个字` },
        ]}
      >
        <Input maxLength={MEASUREMENT_WORDS_MAX} />
      </Form.Item>
      <Button htmlType="submit" loading={save.isPending}>
        保存提醒线
      </Button>
    </Form>
  );
}

/** The lines at which a person is told: a doctor's own within the table's bounds, and who changed them. */
export function LimitsPanel({ residentId }: { residentId: string }) {
  const roles = useAccount()?.roles ?? [];
  const query = useQuery({
    queryKey: ['measurement-limits', residentId],
    queryFn: () => measurementApi.limits({ params: { id: residentId } }),
  });
  return (
    <section className="panel" aria-label="提醒线">
      <h2>提醒线</h2>
      <p className="soft">超过这条线，居民会看到“偏高”。危险的读数不看这条线，一律马上提醒。空着就按规范。</p>
      <QueryView query={query}>
        {(lines) => (
          <>
            {staffMay(roles, 'measurement.saveLimits') ? (
              <LinesForm residentId={residentId} lines={lines} />
            ) : (
              <ul>
                {lines.items.map(({ field, name, value, own }) => (
                  <li key={field}>{`${name} ${value}${own ? '（医生定的）' : '（按规范）'}`}</li>
                ))}
              </ul>
            )}
            <History lines={lines} />
          </>
        )}
      </QueryView>
    </section>
  );
}
