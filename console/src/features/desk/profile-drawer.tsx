import type { CallInput } from '@linkang/shared/api/route';
import type { Resident, ResidentRoutes } from '@linkang/shared/api/resident.routes';
import { residentRoutes } from '@linkang/shared/api/resident.routes';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Drawer, Form, Input, Select, Switch } from 'antd';
import { useState } from 'react';
import { errorText, hasCode } from '../../api/api-error';
import { centreApi, residentApi } from '../../api/clients';
import { clearFaults, faultsOf, faultsOfIssues, faultText, showFaults } from '../../components/form-faults';
import { useTell } from '../../components/use-tell';

type UpdateBody = CallInput<ResidentRoutes['update']>['body'];

interface Values {
  phone?: string;
  noPhone: boolean;
  communityId?: string | null;
  detail?: string;
  elderMode: boolean;
}

const CONFLICT_WORDS = '这位居民的资料刚刚被别人改过，没有保存。已取回最新资料，请核对您填的内容，再点保存。';

/** Fields of the form for paths of the body that have another name there. */
const fieldOfPath: Readonly<Record<string, string>> = {
  'address.communityId': 'communityId',
  'address.detail': 'detail',
};

const initialValues = ({ address, elderMode }: Resident): Values => ({
  phone: '',
  noPhone: false,
  communityId: address.communityId,
  detail: address.detail ?? '',
  elderMode,
});

/** The body for the revision that the clerk saw; a phone that was not typed stays as it is. */
const buildBody = (values: Values, rev: number): UpdateBody => {
  const phone = values.phone?.trim() ?? '';
  const detail = values.detail?.trim() ?? '';
  return {
    rev,
    ...(values.noPhone ? { phone: null } : phone === '' ? {} : { phone }),
    address: {
      ...(values.communityId ? { communityId: values.communityId } : {}),
      ...(detail === '' ? {} : { detail }),
    },
    elderMode: values.elderMode,
  };
};

function useUpdate(resident: Resident, onSaved: () => void) {
  const queryClient = useQueryClient();
  const tell = useTell();
  const queryKey = ['resident', resident.id];
  return useMutation({
    mutationFn: (body: UpdateBody) => residentApi.update({ params: { id: resident.id }, body }),
    onSuccess: (saved) => {
      queryClient.setQueryData(queryKey, saved);
      tell.done('资料已保存');
      onSaved();
    },
    // The newest one is shown behind the form, and the next try is made for its revision.
    onError: (error) =>
      hasCode(error, 'STATE_CONFLICT') ? queryClient.invalidateQueries({ queryKey }) : Promise.resolve(),
  });
}

function ProfileFields({ resident, noPhone }: { resident: Resident; noPhone: boolean }) {
  const communities = useQuery({
    queryKey: ['communities'],
    queryFn: () => centreApi.communities({}),
    staleTime: 600_000,
  });
  return (
    <>
      <Form.Item name="phone" label="新电话" extra={`现在：${resident.phoneMasked ?? '未留'}。不改就空着。`}>
        <Input autoComplete="off" maxLength={32} disabled={noPhone} />
      </Form.Item>
      <Form.Item name="noPhone" valuePropName="checked">
        <Checkbox>不再留电话（删除现在的号码）</Checkbox>
      </Form.Item>
      <Form.Item name="communityId" label="社区">
        <Select
          allowClear
          placeholder="未选"
          loading={communities.isPending}
          options={(communities.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item name="detail" label="详细住址">
        <Input autoComplete="off" maxLength={100} placeholder="例如：3号楼2单元501室" />
      </Form.Item>
      <Form.Item name="elderMode" label="手机上用大字" valuePropName="checked">
        <Switch aria-label="手机上用大字" />
      </Form.Item>
    </>
  );
}

/** The form of what may be changed of a person: phone, address, large letters. */
export function ProfileDrawer({ resident, onClose }: { resident: Resident; onClose: () => void }) {
  const [form] = Form.useForm<Values>();
  const [loose, setLoose] = useState<string[]>([]);
  const noPhone = Form.useWatch('noPhone', form) ?? false;
  const update = useUpdate(resident, onClose);
  const show = (faults: Parameters<typeof showFaults>[1]): void =>
    setLoose(showFaults(form, faults, fieldOfPath).map(faultText));
  const submit = (values: Values): void => {
    setLoose([]);
    const body = buildBody(values, resident.rev);
    const parsed = residentRoutes.update.body.safeParse(body);
    if (!parsed.success) return show(faultsOfIssues(parsed.error.issues));
    update.mutate(body, { onError: (error) => show(faultsOf(error)) });
  };
  const refusal = hasCode(update.error, 'STATE_CONFLICT') ? CONFLICT_WORDS : update.error && errorText(update.error);
  const failure = loose.length > 0 ? loose.join('；') : !faultsOf(update.error).length && refusal;
  return (
    <Drawer
      open
      title={`修改资料：${resident.name}`}
      size={520}
      onClose={onClose}
      mask={{ closable: false }}
      afterOpenChange={(isOpen) => isOpen && form.focusField('phone')}
      footer={
        <div className="button-row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>取消</Button>
          <Button type="primary" loading={update.isPending} onClick={() => form.submit()}>
            保存
          </Button>
        </div>
      }
    >
      {failure && <Alert type="error" showIcon title={failure} style={{ marginBottom: 16 }} />}
      <p className="soft">姓名和证件号不能在这里改。修改会记入日志。</p>
      <Form<Values>
        form={form}
        layout="vertical"
        scrollToFirstError={{ focus: true }}
        initialValues={initialValues(resident)}
        onValuesChange={(changed: object) => clearFaults(form, changed)}
        onFinish={submit}
      >
        <ProfileFields resident={resident} noPhone={noPhone} />
        <button type="submit" hidden />
      </Form>
    </Drawer>
  );
}
