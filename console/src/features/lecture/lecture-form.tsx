import { MAX_CAPACITY } from '@linkang/shared/api/session.routes';
import type { Lecture } from '@linkang/shared/api/lecture.routes';
import { activityKindName, activityKinds, healthDayNames } from '@linkang/shared/domain/activity-kinds';
import { Alert, App, Button, DatePicker, Form, Input, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import { Link } from 'react-router-dom';
import { PageHeader } from '../../components/page-header';
import { lectureWords, StateTag } from '../../components/state-tag';
import { TimeInput } from '../../components/time-input';
import { todayDay } from '../../components/words';
import type { LectureValues } from './lecture-values';
import { useLectureForm } from './use-lecture-form';

const INTRO_MAX = 1000;
const fullWidth = { width: '100%' };
const kindOptions = activityKinds.map((value) => ({ value, label: activityKindName(value) }));
const healthDayOptions = healthDayNames.map((value) => ({ value, label: value }));
const required = (message: string) => [{ required: true, message }];

function TimeField({ name, label }: { name: 'startTime' | 'endTime'; label: string }) {
  return (
    <Form.Item name={name} label={label} rules={required('请填时间')}>
      <TimeInput />
    </Form.Item>
  );
}

function KindFields() {
  return (
    <div className="field-row">
      <Form.Item name="kind" label="活动类型">
        <Select options={kindOptions} />
      </Form.Item>
      <Form.Item name="healthDay" label="卫生日（可不选）">
        <Select allowClear showSearch options={healthDayOptions} placeholder="不是为卫生日办的就不选" />
      </Form.Item>
      <Form.Item name="audience" label="对象（可不填）">
        <Input maxLength={60} placeholder="例如：高血压患者和家属" />
      </Form.Item>
      <Form.Item name="partner" label="合作单位（可不填）">
        <Input maxLength={60} placeholder="例如：某某小学、某某居委会" />
      </Form.Item>
    </div>
  );
}

/** Where it is not at the centre. */
function MapFields() {
  return (
    <div className="field-row">
      <Form.Item
        name="latitude"
        label="地图纬度（可不填）"
        extra="不在本中心办的才填。在地图软件里长按那个地方可以看到"
      >
        <InputNumber<string> stringMode step="0.0001" style={fullWidth} />
      </Form.Item>
      <Form.Item name="longitude" label="地图经度（可不填）">
        <InputNumber<string> stringMode step="0.0001" style={fullWidth} />
      </Form.Item>
    </div>
  );
}

function LectureFields({ isNew }: { isNew: boolean }) {
  return (
    <>
      <KindFields />
      <Form.Item name="title" label="题目" rules={required('请写题目')}>
        <Input autoFocus={isNew} maxLength={60} showCount size="large" />
      </Form.Item>
      <div className="field-row">
        <Form.Item name="speaker" label="主讲或负责人" rules={required('请写主讲人')}>
          <Input maxLength={40} placeholder="姓名和职称" />
        </Form.Item>
        <Form.Item name="place" label="地点" rules={required('请写地点')}>
          <Input maxLength={60} placeholder="例如：3楼 健康小屋" />
        </Form.Item>
      </div>
      <div className="field-row">
        <Form.Item name="day" label="日期" rules={required('请选择日期')}>
          <DatePicker
            format={['YYYY-MM-DD', 'YYYYMMDD', 'YYYY/MM/DD']}
            placeholder="年-月-日"
            style={fullWidth}
            disabledDate={(date) => date.isBefore(dayjs(todayDay()), 'day')}
          />
        </Form.Item>
        <TimeField name="startTime" label="开始时间" />
        <TimeField name="endTime" label="结束时间" />
        <Form.Item name="capacity" label="名额" rules={required(`请填 1 到 ${MAX_CAPACITY}`)}>
          <InputNumber min={1} max={MAX_CAPACITY} precision={0} style={fullWidth} />
        </Form.Item>
      </div>
      <MapFields />
      <Form.Item name="intro" label="简介（可不填）">
        <Input.TextArea rows={6} maxLength={INTRO_MAX} showCount />
      </Form.Item>
    </>
  );
}

function LectureButtons({ state }: { state: ReturnType<typeof useLectureForm> }) {
  const { modal } = App.useApp();
  const confirmPublish = (): void =>
    void modal.confirm({
      title: '发布这场活动？',
      content: '发布后居民马上可以报名，时间和地点不能再改，只能取消。',
      okText: '确认发布',
      cancelText: '返回',
      onOk: () => state.publish(),
    });
  return (
    <>
      <Button loading={state.busy} onClick={() => state.form.submit()}>
        保存草稿
      </Button>
      <Button
        type="primary"
        disabled={state.busy}
        onClick={() => void state.form.validateFields().then(confirmPublish, () => undefined)}
      >
        发布
      </Button>
    </>
  );
}

/** The form of a new lecture or of a draft. */
export function LectureForm({ lecture }: { lecture: Lecture | null }) {
  const state = useLectureForm(lecture);
  return (
    <>
      <PageHeader
        title={lecture ? '修改活动草稿' : '新建讲座或活动'}
        note={
          <>
            <StateTag word={lectureWords.draft} />{' '}
            {state.dirty ? '有没保存的修改' : lecture ? '已全部保存' : '还没有保存'}
          </>
        }
        back={<Link to={lecture ? '/lectures?tab=draft' : '/lectures'}>返回活动列表</Link>}
        actions={<LectureButtons state={state} />}
      />
      <div className="stack">
        {state.restored && (
          <Alert
            type="info"
            showIcon
            title="已恢复上次没保存的内容，请核对后再保存。"
            action={<Button onClick={state.discard}>丢弃</Button>}
          />
        )}
        {state.failure && <Alert type="error" showIcon title={state.failure} />}
        <Form<LectureValues>
          className="panel"
          form={state.form}
          layout="vertical"
          scrollToFirstError={{ focus: true }}
          initialValues={state.initialValues}
          onValuesChange={state.changed}
          onFinish={() => void state.save()}
        >
          <LectureFields isNew={lecture === null} />
          <button type="submit" hidden />
        </Form>
      </div>
    </>
  );
}
