import type { PrescriptionRoutes, StandingText, TextVersion } from '@linkang/shared/api/prescription.routes';
import { staffMay } from '@linkang/shared/api/policy';
import type { CallInput } from '@linkang/shared/api/route';
import { HEALTH_PRESCRIPTION_TEXT_MAX } from '@linkang/shared/domain/health-prescription';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Collapse, Drawer, Form, Input, Popconfirm } from 'antd';
import { useState } from 'react';
import { prescriptionApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { useSubmissionKey } from '../../api/use-submission-key';
import { faultsOf, showFaults } from '../../components/form-faults';
import { QueryView } from '../../components/query-view';
import { StateTag } from '../../components/state-tag';
import { useTell } from '../../components/use-tell';
import { instantText } from '../../components/words';
import './prescription.css';

const stateWords = {
  proposed: ['待审核', 'wait'],
  released: ['正在用', 'good'],
  replaced: ['以前的', 'calm'],
} as const;

const sayOrigin = ({ writtenBy, writtenAt, releasedBy, releasedAt }: TextVersion): string =>
  [
    writtenBy === null ? '国家规范附带的文字' : `${writtenBy}写的，${writtenAt ? instantText(writtenAt) : ''}`,
    releasedAt ? `${releasedBy ?? ''}审核发布，${instantText(releasedAt)}` : '没有发布过',
  ].join('；');

function Version({ version, notice }: { version: TextVersion; notice: string }) {
  return (
    <article className="advice-version">
      <h3>
        第{version.version}版 <StateTag word={stateWords[version.state]} />
      </h3>
      <p className="advice-text">{version.text}</p>
      <p>{notice}。</p>
      <p className="note">{sayOrigin(version)}</p>
    </article>
  );
}

/** Every version, loaded when it is unfolded. */
function History({ code, notice }: { code: string; notice: string }) {
  const query = useQuery({
    queryKey: ['health-prescriptions', code],
    queryFn: () => prescriptionApi.versions({ params: { id: code } }),
  });
  return (
    <QueryView query={query}>
      {({ items }) => items.map((version) => <Version key={version.version} version={version} notice={notice} />)}
    </QueryView>
  );
}

type Body = CallInput<PrescriptionRoutes['propose']>['body'];

/** Writes a new version on top of the newest. */
function RewriteForm({ standing, onDone }: { standing: StandingText; onDone: () => void }) {
  const { code, latest, proposed, released } = standing;
  const [form] = Form.useForm<{ text: string }>();
  const tell = useTell();
  const submission = useSubmissionKey();
  const queryClient = useQueryClient();
  const propose = useMutation({
    mutationFn: (body: Body) =>
      prescriptionApi.propose({ params: { id: code }, body }, { idempotencyKey: submission.keyFor(body) }),
    onSuccess: ({ version }) => {
      submission.done();
      tell.done(`第${version}版写好了，等医生审核发布`);
      onDone();
    },
    onError: (error) => {
      if (showFaults(form, faultsOf(error)).length > 0 || faultsOf(error).length === 0) tell.failed(error);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['health-prescriptions'] }),
  });
  return (
    <Form
      form={form}
      layout="vertical"
      initialValues={{ text: (proposed ?? released)?.text ?? '' }}
      onFinish={({ text }) => propose.mutate({ latest, text })}
    >
      <Form.Item
        name="text"
        label="新的内容（写短句，老人听得懂）"
        rules={[{ required: true, whitespace: true, message: '请写内容' }]}
      >
        <Input.TextArea rows={9} showCount maxLength={HEALTH_PRESCRIPTION_TEXT_MAX} />
      </Form.Item>
      <div className="button-row">
        <Button type="primary" htmlType="submit" loading={propose.isPending}>
          保存为新的一版
        </Button>
        <Button onClick={onDone}>不改了</Button>
      </div>
    </Form>
  );
}

function ReleaseButton({ code, version }: { code: string; version: number }) {
  const tell = useTell();
  const queryClient = useQueryClient();
  const release = useMutation({
    mutationFn: () => prescriptionApi.release({ params: { id: code }, body: { version } }),
    onSuccess: () => tell.done('已发布，居民可以看到，医生可以发了'),
    onError: tell.failed,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['health-prescriptions'] }),
  });
  return (
    <Popconfirm
      title="这一版您看过了吗？发布后居民就能看到。"
      okText="看过，发布"
      cancelText="再看看"
      onConfirm={() => release.mutate()}
    >
      <Button type="primary" loading={release.isPending}>
        审核通过，发布
      </Button>
    </Popconfirm>
  );
}

/** One text: what is given, what waits, a new version, and every version there was. */
export function TextDrawer({ standing, onClose }: { standing: StandingText; onClose: () => void }) {
  const { code, disease, notice, released, proposed } = standing;
  const roles = useAccount()?.roles ?? [];
  const [isWriting, setWriting] = useState(false);
  return (
    <Drawer open size={620} title={`${disease}健康处方`} onClose={onClose}>
      {proposed && <Version version={proposed} notice={notice} />}
      {released && <Version version={released} notice={notice} />}
      {isWriting ? (
        <RewriteForm standing={standing} onDone={() => setWriting(false)} />
      ) : (
        <div className="button-row">
          {proposed && staffMay(roles, 'prescription.release') && (
            <ReleaseButton code={code} version={proposed.version} />
          )}
          {staffMay(roles, 'prescription.propose') && <Button onClick={() => setWriting(true)}>修改内容</Button>}
        </div>
      )}
      <Collapse
        className="advice-history"
        items={[{ key: 'history', label: '历次版本', children: <History code={code} notice={notice} /> }]}
      />
    </Drawer>
  );
}
