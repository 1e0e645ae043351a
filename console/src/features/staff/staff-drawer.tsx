import type { StaffMember } from '@linkang/shared/api/staff.routes';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Drawer, Form, Input, Select, Switch } from 'antd';
import { useState } from 'react';
import { errorText, hasCode } from '../../api/api-error';
import { staffApi, teamApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { useSubmissionKey } from '../../api/use-submission-key';
import { faultsOf, faultText, showFaults } from '../../components/form-faults';
import { useTell } from '../../components/use-tell';
import { rightNames, roleNames } from '../../components/words';
import { checkNewStaff, checkStaff, type NewStaffBody, type StaffBody, type StaffValues } from './staff-form';

const CONFLICT_WORDS = '这个账号刚刚被别人改过，没有保存。请关闭后重新打开再改。';

type Change = { kind: 'new'; body: NewStaffBody } | { kind: 'change'; id: string; body: StaffBody };

function useSave(onSaved: () => void) {
  const queryClient = useQueryClient();
  const submission = useSubmissionKey();
  const tell = useTell();
  return useMutation({
    mutationFn: (change: Change) =>
      change.kind === 'new'
        ? staffApi.create({ body: change.body }, { idempotencyKey: submission.keyFor(change.body) })
        : staffApi.update({ params: { id: change.id }, body: change.body }),
    onSuccess: async (staff, change) => {
      submission.done();
      tell.done(change.kind === 'new' ? `已添加 ${staff.name}，请把用户名和密码告诉本人` : `已保存 ${staff.name}`);
      onSaved();
      await queryClient.invalidateQueries({ queryKey: ['staff'] });
    },
  });
}

function FirstSignInFields() {
  return (
    <>
      <Form.Item
        name="username"
        label="用户名"
        extra="小写字母、数字、点或短横线，保存后不能改"
        rules={[{ required: true, message: '请填写用户名' }]}
      >
        <Input maxLength={32} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="password"
        label="临时密码"
        extra="至少12个字符，要有字母和数字；本人第一次登录时必须修改"
        rules={[{ required: true, message: '请填写临时密码' }]}
      >
        <Input maxLength={256} autoComplete="off" />
      </Form.Item>
    </>
  );
}

// As a rule of the form's own kind it would put `aria-required` on a group, which has no such state.
const checkRoles = (_rule: unknown, roles: readonly string[] | undefined): Promise<void> =>
  roles && roles.length > 0 ? Promise.resolve() : Promise.reject(new Error('请至少选一个角色'));

/** @param own the account of whoever fills in the form: its rights are for others to change */
function ProfileFields({ own }: { own: boolean }) {
  const teams = useQuery({ queryKey: ['teams'], queryFn: () => teamApi.list({ query: {} }) });
  return (
    <>
      <Form.Item name="name" label="姓名" rules={[{ required: true, whitespace: true, message: '请填写姓名' }]}>
        <Input maxLength={30} autoComplete="off" />
      </Form.Item>
      <Form.Item name="title" label="职称（可不填）">
        <Input maxLength={30} placeholder="例如：全科主治医师" />
      </Form.Item>
      <Form.Item
        name="roles"
        label="角色"
        extra={own ? '自己的角色要由另一位管理员修改' : '审计员要单独一个账号，不能兼别的角色'}
        rules={[{ validator: checkRoles }]}
      >
        <Checkbox.Group
          aria-label="角色"
          disabled={own}
          options={Object.entries(roleNames).map(([value, label]) => ({ value, label }))}
        />
      </Form.Item>
      <Form.Item
        name="rights"
        label="另外的权限（可不选）"
        extra="敏感标记是严重精神障碍、艾滋病等。没有这项权限的人完全看不到"
      >
        <Checkbox.Group
          aria-label="另外的权限"
          disabled={own}
          options={Object.entries(rightNames).map(([value, label]) => ({ value, label }))}
        />
      </Form.Item>
      <Form.Item name="teamIds" label="所在团队（可不选）">
        <Select
          mode="multiple"
          placeholder="请选择"
          loading={teams.isPending}
          options={(teams.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
    </>
  );
}

/** The form of an account: a new one, or one to change. */
export function StaffDrawer({ staff, onClose }: { staff: StaffMember | null; onClose: () => void }) {
  const [form] = Form.useForm<StaffValues>();
  const [loose, setLoose] = useState<string[]>([]);
  const save = useSave(onClose);
  const own = useAccount()?.id === staff?.id;
  const show = (faults: Parameters<typeof showFaults>[1]): void => setLoose(showFaults(form, faults).map(faultText));
  const submit = (values: StaffValues): void => {
    setLoose([]);
    const checked = staff ? checkStaff(values, staff.rev) : checkNewStaff(values);
    if (checked.faults) return show(checked.faults);
    const change: Change = staff
      ? { kind: 'change', id: staff.id, body: checked.body as StaffBody }
      : { kind: 'new', body: checked.body as NewStaffBody };
    save.mutate(change, { onError: (error) => show(faultsOf(error)) });
  };
  const refusal = hasCode(save.error, 'STATE_CONFLICT') ? CONFLICT_WORDS : save.error && errorText(save.error);
  const failure = loose.length > 0 ? loose.join('；') : refusal;
  return (
    <Drawer
      open
      title={staff ? `员工 ${staff.username}` : '添加员工'}
      size={520}
      onClose={onClose}
      mask={{ closable: false }}
      afterOpenChange={(isOpen) => isOpen && form.focusField(staff ? 'name' : 'username')}
      footer={
        <div className="button-row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>取消</Button>
          <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
            保存
          </Button>
        </div>
      }
    >
      {failure && <Alert type="error" showIcon title={failure} style={{ marginBottom: 16 }} />}
      <Form<StaffValues>
        form={form}
        layout="vertical"
        scrollToFirstError={{ focus: true }}
        initialValues={staff ?? { roles: [], teamIds: [], rights: [], title: '' }}
        onFinish={submit}
      >
        {!staff && <FirstSignInFields />}
        <ProfileFields own={own} />
        {staff && !own && (
          <Form.Item name="active" label="可以登录" extra="关闭后立即退出，不能再登录；做过的记录都保留">
            <Switch />
          </Form.Item>
        )}
        <button type="submit" hidden />
      </Form>
    </Drawer>
  );
}
