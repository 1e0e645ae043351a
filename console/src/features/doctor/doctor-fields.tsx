import { MAX_SPECIALITIES, type Doctor } from '@linkang/shared/api/doctor.routes';
import { useQuery } from '@tanstack/react-query';
import type { FormInstance } from 'antd';
import { Button, Form, Input, InputNumber, Select, Switch } from 'antd';
import { doctorApi, teamApi } from '../../api/clients';
import { DoctorFace } from '../../components/doctor-face';
import { PictureField } from '../../components/picture-field';
import { useUpload } from '../../components/use-upload';
import { VISITOR, type DoctorValues } from './doctor-form';

interface DoctorFieldsProps {
  form: FormInstance<DoctorValues>;
  /** The one to change; null for a new one. */
  doctor: Doctor | null;
}

/** Whose profile it is: choosing an account fills in name and title. */
function WhoField({ form }: { form: FormInstance<DoctorValues> }) {
  const query = useQuery({ queryKey: ['doctor-accounts'], queryFn: () => doctorApi.accounts({}) });
  const accounts = query.data?.items ?? [];
  return (
    <Form.Item
      name="who"
      label="哪位医生"
      extra="这里只列出角色有“医生”、还没有介绍的账号"
      rules={[{ required: true, message: '请选择' }]}
    >
      <Select
        placeholder="请选择"
        loading={query.isPending}
        showSearch={{ optionFilterProp: 'label' }}
        options={[
          ...accounts.map(({ id, name, title }) => ({ value: id, label: `${name} ${title}` })),
          { value: VISITOR, label: '外院来坐诊的医生（没有账号）' },
        ]}
        onChange={(who: string) => {
          const account = accounts.find(({ id }) => id === who);
          if (account) form.setFieldsValue({ name: account.name, title: account.title });
        }}
      />
    </Form.Item>
  );
}

function PhotoField({ form }: { form: FormInstance<DoctorValues> }) {
  const upload = useUpload();
  const name = Form.useWatch('name', form) ?? '';
  const fileId = Form.useWatch('photoFileId', form) ?? null;
  const show = (photoFileId: string | null): void => form.setFieldsValue({ photoFileId });
  return (
    <Form.Item label="照片（可不选）" extra="正面半身照，居民看到的是圆形">
      <div className="doctor-name">
        <DoctorFace name={name} photoUrl={fileId && `/api/v1/files/${fileId}?w=640`} />
        <PictureField upload={upload} text={fileId ? '换一张照片' : '选择照片'} onPicture={({ id }) => show(id)}>
          {fileId && <Button onClick={() => show(null)}>不要照片</Button>}
        </PictureField>
      </div>
      <Form.Item name="photoFileId" hidden noStyle>
        <Input />
      </Form.Item>
    </Form.Item>
  );
}

/** What a doctor says of themselves; also for the own profile. */
export function IntroFields() {
  return (
    <>
      <Form.Item name="specialities" label="擅长（可不填）" extra="写一项按一次回车，每项最多20个字">
        <Select mode="tags" open={false} suffixIcon={null} maxCount={MAX_SPECIALITIES} placeholder="例如：高血压" />
      </Form.Item>
      <Form.Item name="intro" label="介绍（可不填）">
        <Input.TextArea rows={4} maxLength={500} showCount placeholder="用居民听得懂的话，说说看什么病、有什么经验" />
      </Form.Item>
    </>
  );
}

/** The fields of a profile. */
export function DoctorFields({ form, doctor }: DoctorFieldsProps) {
  const teams = useQuery({ queryKey: ['teams'], queryFn: () => teamApi.list({ query: {} }) });
  const who = Form.useWatch('who', form);
  const isVisitor = doctor ? doctor.visitingFrom !== null : who === VISITOR;
  return (
    <>
      {!doctor && <WhoField form={form} />}
      {isVisitor && (
        <Form.Item
          name="visitingFrom"
          label="来自哪家医院"
          rules={[{ required: true, whitespace: true, message: '请填写医院' }]}
        >
          <Input maxLength={60} />
        </Form.Item>
      )}
      <Form.Item name="name" label="姓名" rules={[{ required: true, whitespace: true, message: '请填写姓名' }]}>
        <Input maxLength={30} autoComplete="off" />
      </Form.Item>
      <Form.Item name="title" label="职称（可不填）">
        <Input maxLength={30} placeholder="例如：全科主治医师" />
      </Form.Item>
      <PhotoField form={form} />
      <IntroFields />
      <Form.Item name="teamId" label="所在团队（可不选）">
        <Select
          allowClear
          placeholder="请选择"
          loading={teams.isPending}
          options={(teams.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item name="active" label="居民看得到" extra="关闭后居民看不到，新场次也不能选；做过的场次都保留">
        <Switch />
      </Form.Item>
      <Form.Item
        name="order"
        label="排列次序"
        extra="数字小的排在前面"
        rules={[{ required: true, message: '请填数字' }]}
      >
        <InputNumber min={0} max={9999} precision={0} />
      </Form.Item>
    </>
  );
}
