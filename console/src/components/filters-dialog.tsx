import { Button, Form, Input, Modal } from 'antd';
import { isSameFilter, type ListFilter, type SavedFilter } from './list-memory';

interface FiltersDialogProps {
  open: boolean;
  saved: readonly SavedFilter[];
  /** The filter that is on now. */
  now: ListFilter;
  onChange: (saved: SavedFilter[]) => void;
  onClose: () => void;
}

const MAX_NAME = 12;
const MAX_SAVED = 8;

/** A number in a name may be somebody's. */
const LONG_NUMBER = /\d{5}/;

function faultOf(name: string, saved: readonly SavedFilter[]): string | null {
  if (name === '') return '请起个名字';
  if (LONG_NUMBER.test(name)) return '名字里不要写证件号或电话';
  return saved.some((one) => one.name === name) ? '这个名字用过了，请换一个' : null;
}

function NewFilter({ saved, now, onChange, onClose }: Omit<FiltersDialogProps, 'open'>) {
  const same = saved.find(({ filter }) => isSameFilter(filter, now));
  if (Object.keys(now).length === 0) return <p>先在列表上面选好筛选条件，再到这里起名保存。</p>;
  if (same) return <p>现在的筛选已经存为“{same.name}”。</p>;
  if (saved.length >= MAX_SAVED) return <p>最多存 {MAX_SAVED} 个，请先删掉不用的。</p>;
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      onFinish={({ name }: { name: string }) => {
        onChange([...saved, { name: name.trim(), filter: now }]);
        onClose();
      }}
    >
      <Form.Item
        name="name"
        label="给现在的筛选起个名字"
        extra="不要写居民的姓名。日期按“今天起第几天”记，明天打开就是明天的。"
        rules={[
          {
            validator: (_, name: string | undefined) => {
              const fault = faultOf((name ?? '').trim(), saved);
              return fault === null ? Promise.resolve() : Promise.reject(new Error(fault));
            },
          },
        ]}
      >
        <Input maxLength={MAX_NAME} autoFocus autoComplete="off" />
      </Form.Item>
      <Button type="primary" htmlType="submit">
        保存
      </Button>
    </Form>
  );
}

/** Filters with a name: keeps the one that is on, and forgets others. */
export function FiltersDialog({ open, ...props }: FiltersDialogProps) {
  const { saved, onChange, onClose } = props;
  return (
    <Modal open={open} title="常用筛选" width={460} footer={null} onCancel={onClose} destroyOnHidden>
      <ul className="saved-filters">
        {saved.map(({ name }) => (
          <li key={name}>
            {name}
            <Button
              aria-label={`删除筛选：${name}`}
              onClick={() => onChange(saved.filter((other) => other.name !== name))}
            >
              删除
            </Button>
          </li>
        ))}
      </ul>
      <NewFilter {...props} />
    </Modal>
  );
}
