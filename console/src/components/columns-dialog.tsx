import { Button, Checkbox, Modal } from 'antd';

interface ColumnsDialogProps {
  open: boolean;
  titles: readonly string[];
  hidden: readonly string[];
  onChange: (hidden: string[]) => void;
  onClose: () => void;
}

/** Which columns a table shows; what is ticked counts at once. */
export function ColumnsDialog({ open, titles, hidden, onChange, onClose }: ColumnsDialogProps) {
  return (
    <Modal
      open={open}
      title="选择列"
      width={420}
      onCancel={onClose}
      destroyOnHidden
      footer={
        <>
          <Button disabled={hidden.length === 0} onClick={() => onChange([])}>
            全部显示
          </Button>
          <Button type="primary" onClick={onClose}>
            好了
          </Button>
        </>
      }
    >
      <p className="soft">不打勾的列不显示，也不打印。只对您的账号、这台电脑有效。</p>
      <div className="column-choice">
        {titles.map((title) => (
          <Checkbox
            key={title}
            checked={!hidden.includes(title)}
            onChange={({ target }) =>
              onChange(target.checked ? hidden.filter((other) => other !== title) : [...hidden, title])
            }
          >
            {title}
          </Checkbox>
        ))}
      </div>
    </Modal>
  );
}
