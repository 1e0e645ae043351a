import type { Team } from '@linkang/shared/api/team.routes';
import { Button, Form, Input, InputNumber, Switch } from 'antd';
import { teamApi } from '../../api/clients';
import { useSubmissionKey } from '../../api/use-submission-key';
import { SaveDrawer } from './save-drawer';
import { useSave } from './use-setup';

type Member = Team['leader'];

interface TeamValues {
  name: string;
  intro?: string;
  leader: Partial<Member>;
  members?: Partial<Member>[];
  capacity: number;
  hardLimit: boolean;
  order: number;
}

/** What a new team begins with. */
const emptyTeam = { leader: {}, members: [], capacity: 2000, hardLimit: false };

const memberOf = ({ name = '', title = '', specialities = '' }: Partial<Member>): Member => ({
  name,
  title: title.trim(),
  specialities: specialities.trim(),
});

const bodyOf = ({ name, intro = '', leader, members = [], capacity, hardLimit, order }: TeamValues) => ({
  name,
  intro: intro.trim(),
  leader: memberOf(leader),
  members: members.map(memberOf),
  capacity,
  hardLimit,
  order,
});

/** Name, title and field of somebody of the team; `path` is where the form keeps them. */
function MemberFields({ path, who }: { path: string | number; who: string }) {
  return (
    <div className="field-row">
      <Form.Item
        name={[path, 'name']}
        label={`${who}姓名`}
        rules={[{ required: true, whitespace: true, message: '请填写姓名' }]}
      >
        <Input maxLength={30} />
      </Form.Item>
      <Form.Item name={[path, 'title']} label={`${who}职称`}>
        <Input maxLength={30} />
      </Form.Item>
      <Form.Item name={[path, 'specialities']} label={`${who}擅长`}>
        <Input maxLength={60} />
      </Form.Item>
    </div>
  );
}

function MemberList() {
  return (
    <Form.List name="members">
      {(fields, { add, remove }) => (
        <>
          {fields.map(({ key, name }) => (
            <div key={key}>
              <MemberFields path={name} who={`队员${name + 1}`} />
              <Button danger onClick={() => remove(name)} style={{ marginBottom: 16 }}>
                去掉队员{name + 1}
              </Button>
            </div>
          ))}
          <Button onClick={() => add({})} style={{ marginBottom: 24 }}>
            添加队员
          </Button>
        </>
      )}
    </Form.List>
  );
}

interface TeamDrawerProps {
  /** The one to change; null for a new one. */
  team: Team | null;
  nextOrder: number;
  onClose: () => void;
}

/** The form of a team. */
export function TeamDrawer({ team, nextOrder, onClose }: TeamDrawerProps) {
  const [form] = Form.useForm<TeamValues>();
  const submission = useSubmissionKey();
  const save = useSave((values: TeamValues) => {
    const body = bodyOf(values);
    return team
      ? teamApi.update({ params: { id: team.id }, body: { ...body, rev: team.rev } })
      : teamApi.create({ body }, { idempotencyKey: submission.keyFor(body) });
  }, onClose);
  return (
    <SaveDrawer<TeamValues>
      title={team ? `团队 ${team.name}` : '添加团队'}
      form={form}
      initialValues={team ?? { ...emptyTeam, order: nextOrder }}
      error={save.error}
      busy={save.isPending}
      onSubmit={save.mutate}
      onClose={onClose}
    >
      <Form.Item name="intro" label="介绍（居民会看到）">
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
      <MemberFields path="leader" who="队长" />
      <MemberList />
      <Form.Item name="capacity" label="签约人数上限" rules={[{ required: true, message: '请填数字' }]}>
        <InputNumber min={1} max={100_000} precision={0} />
      </Form.Item>
      <Form.Item name="hardLimit" label="到上限后不再接受签约" extra="不打开时，到上限后审核的人会看到提醒">
        <Switch />
      </Form.Item>
    </SaveDrawer>
  );
}
