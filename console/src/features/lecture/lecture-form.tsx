import { MAX_CAPACITY } from '@linkang/shared/api/session.routes';
import type { Lecture } from '@linkang/shared/api/lecture.routes';
import { Alert, App, Button, DatePicker, Form, Input, InputNumber } from 'antd';
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
const required = (message: string) => [{ required: true, message }];

function TimeField({ name, label }: { name: 'startTime' | 'endTime'; label: string }) {
  return (
    <Form.Item name={name} label={label} rules={required('请填时间')}>
      <TimeInput />
    </Form.Item>
  );
}

function LectureFields({ isNew }: { isNew: boolean }) {
  return (
    <>
      <Form.Item name="title" label="题目" rules={required('请写题目')}>
        <Input autoFocus={isNew} maxLength={60} showCount size="large" />
      </Form.Item>
      <div className="field-row">
        <Form.Item name="speaker" label="主讲" rules={required('请写主讲人')}>
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
      title: '发布这场讲座？',
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
        title={lecture ? '修改讲座草稿' : '新建讲座'}
        note={
          <>
            <StateTag word={lectureWords.draft} />{' '}
            {state.dirty ? '有没保存的修改' : lecture ? '已全部保存' : '还没有保存'}
          </>
        }
        back={<Link to={lecture ? '/lectures?tab=draft' : '/lectures'}>返回讲座列表</Link>}
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
