import { Button, Popconfirm } from 'antd';

/** Takes a line of the ledger back, after a question. */
export function WithdrawButton({ what, onConfirm }: { what: string; onConfirm: () => void }) {
  return (
    <Popconfirm
      title="撤回这一条？"
      description="登记错了才撤回，撤回后不再计入，记录还看得到。"
      okText="撤回"
      cancelText="不撤回"
      onConfirm={onConfirm}
    >
      <Button aria-label={`撤回：${what}`}>撤回</Button>
    </Popconfirm>
  );
}
