import type { Community } from '@linkang/shared/api/centre.routes';
import { Form, Select } from 'antd';
import { centreApi } from '../../api/clients';
import { useTeams } from '../../api/use-centre';
import { useSubmissionKey } from '../../api/use-submission-key';
import { SaveDrawer } from './save-drawer';
import { useSave } from './use-setup';

interface CommunityValues {
  name: string;
  teamId?: string | null;
  order: number;
}

interface CommunityDrawerProps {
  /** The one to change; null for a new one. */
  community: Community | null;
  nextOrder: number;
  onClose: () => void;
}

/** The form of a community. */
export function CommunityDrawer({ community, nextOrder, onClose }: CommunityDrawerProps) {
  const [form] = Form.useForm<CommunityValues>();
  const submission = useSubmissionKey();
  const teams = useTeams();
  const save = useSave(({ name, teamId, order }: CommunityValues) => {
    const body = { name, teamId: teamId ?? null, order };
    return community
      ? centreApi.updateCommunity({ params: { id: community.id }, body: { ...body, rev: community.rev } })
      : centreApi.createCommunity({ body }, { idempotencyKey: submission.keyFor(body) });
  }, onClose);
  return (
    <SaveDrawer<CommunityValues>
      title={community ? `社区 ${community.name}` : '添加社区'}
      form={form}
      initialValues={community ?? { order: nextOrder }}
      error={save.error}
      busy={save.isPending}
      onSubmit={save.mutate}
      onClose={onClose}
    >
      <Form.Item name="teamId" label="负责的团队（可不选）">
        <Select
          allowClear
          placeholder="请选择"
          loading={teams.isPending}
          options={(teams.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
    </SaveDrawer>
  );
}
