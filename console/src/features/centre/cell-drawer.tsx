import type { Cell } from '@linkang/shared/api/area.routes';
import { MAX_CELL_BUILDINGS } from '@linkang/shared/domain/area-cells';
import { Form, Select } from 'antd';
import { areaApi } from '../../api/clients';
import { useCommunities, useDoctors } from '../../api/use-centre';
import { useSubmissionKey } from '../../api/use-submission-key';
import { SaveDrawer } from './save-drawer';
import { useSave } from './use-setup';

interface CellValues {
  name: string;
  communityId: string;
  buildings: string[];
  doctorId?: string | null;
}

interface CellDrawerProps {
  /** The one to change; null for a new one. */
  cell: Cell | null;
  onClose: () => void;
}

/** The form of a cell: which buildings, and who answers for them. */
export function CellDrawer({ cell, onClose }: CellDrawerProps) {
  const [form] = Form.useForm<CellValues>();
  const submission = useSubmissionKey();
  const [communities, doctors] = [useCommunities(), useDoctors()];
  const save = useSave(({ name, communityId, buildings, doctorId }: CellValues) => {
    const body = { name, communityId, buildings, doctorId: doctorId ?? null };
    return cell
      ? areaApi.updateCell({ params: { id: cell.id }, body: { ...body, rev: cell.rev } })
      : areaApi.createCell({ body }, { idempotencyKey: submission.keyFor(body) });
  }, onClose);
  return (
    <SaveDrawer<CellValues>
      title={cell ? `网格 ${cell.name}` : '添加网格'}
      form={form}
      initialValues={cell ?? { buildings: [] }}
      error={save.error}
      busy={save.isPending}
      withoutOrder
      onSubmit={save.mutate}
      onClose={onClose}
    >
      <Form.Item name="communityId" label="社区" rules={[{ required: true, message: '请选择社区' }]}>
        <Select
          placeholder="请选择"
          loading={communities.isPending}
          options={(communities.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item
        name="buildings"
        label="楼栋"
        extra="写门牌里能认出来的那一段，如“3号楼”“桂花弄18号”，写一个按一次回车。住址里有它的居民就在这个网格。"
        rules={[{ required: true, message: '请至少写一个楼栋' }]}
      >
        <Select
          mode="tags"
          open={false}
          suffixIcon={null}
          maxCount={MAX_CELL_BUILDINGS}
          tokenSeparators={['，', '、', ',']}
        />
      </Form.Item>
      <Form.Item name="doctorId" label="责任医生（可不选）" extra="不选时由负责这个社区的团队一起管">
        <Select
          allowClear
          placeholder="请选择"
          loading={doctors.isPending}
          options={(doctors.data?.items ?? []).map(({ id, name, title }) => ({ value: id, label: `${name} ${title}` }))}
        />
      </Form.Item>
    </SaveDrawer>
  );
}
