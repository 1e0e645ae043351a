import type { FullAlert } from '@linkang/shared/api/measurement.routes';
import { MEASUREMENT_WORDS_MAX } from '@linkang/shared/domain/home-entry';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Descriptions, Drawer, Form, Input } from 'antd';
import { Link } from 'react-router-dom';
import { measurementApi } from '../../api/clients';
import { QueryView } from '../../components/query-view';
import { useTell } from '../../components/use-tell';
import { instantText } from '../../components/words';
import { sayValues } from './reading-words';

function Facts({ alert }: { alert: FullAlert }) {
  const items = [
    { key: 'who', label: '居民', children: `${alert.fullName}，${alert.age}岁` },
    { key: 'phone', label: '电话', children: <strong>{alert.phone ?? '没有留电话，请到“前台”找家人的'}</strong> },
    { key: 'values', label: '读数', children: <strong>{sayValues(alert.kind, alert.values)}</strong> },
    { key: 'because', label: '为什么提醒', children: alert.because },
    { key: 'taken', label: '什么时候量的', children: instantText(alert.takenAt) },
    ...(alert.note === null ? [] : [{ key: 'note', label: '居民的备注', children: alert.note }]),
    { key: 'say', label: '居民看到的话', children: [alert.say, alert.when120].filter(Boolean).join(' ') },
  ];
  return <Descriptions bordered column={1} items={items} styles={{ label: { whiteSpace: 'nowrap' } }} />;
}

function Answer({ alert, onDone }: { alert: FullAlert; onDone: () => void }) {
  const queryClient = useQueryClient();
  const tell = useTell();
  const answer = useMutation({
    mutationFn: (words: string) =>
      measurementApi.acknowledge({ params: { id: alert.id }, body: { rev: alert.task.rev, words } }),
    onSuccess: () => {
      tell.done('已处理，居民能看到医生团队看过了');
      onDone();
    },
    onError: tell.failed,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['alerts'] }),
  });
  return (
    <Form<{ words: string }> layout="vertical" onFinish={({ words }) => answer.mutate(words.trim())}>
      <Form.Item
        name="words"
        label="问到了什么，怎么处理的"
        rules={[
          { required: true, whitespace: true, message: '请写一句，例如：打过电话，没有不舒服，复测正常' },
          { max: MEASUREMENT_WORDS_MAX, message: `最多 ${MEASUREMENT_WORDS_MAX} 个字` },
        ]}
      >
        <Input.TextArea rows={3} showCount maxLength={MEASUREMENT_WORDS_MAX} />
      </Form.Item>
      <div className="button-row">
        <Button type="primary" htmlType="submit" loading={answer.isPending}>
          已处理
        </Button>
        <Link to={`/measurements/${alert.residentId}`}>看以前的读数</Link>
      </div>
    </Form>
  );
}

/** One urgent reading: whom to telephone, why, and what came of it. */
export function AlertDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useQuery({ queryKey: ['alerts', id], queryFn: () => measurementApi.alert({ params: { id } }) });
  return (
    <Drawer open title="处理要紧读数" size={560} onClose={onClose}>
      <div className="stack">
        <QueryView query={query}>
          {(alert) => (
            <>
              {alert.withdrawn && (
                <Alert type="warning" showIcon title="居民说这一次记错了，已经撤回。请打电话核实一下。" />
              )}
              <Alert type={alert.level === 'emergency' ? 'error' : 'warning'} showIcon title={alert.task.say} />
              <Facts alert={alert} />
              <Answer alert={alert} onDone={onClose} />
            </>
          )}
        </QueryView>
      </div>
    </Drawer>
  );
}
