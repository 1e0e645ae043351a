import { sensitiveFlags, type SensitiveFlag } from '@linkang/shared/domain/access-rules';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { residentApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { QueryView } from '../../components/query-view';
import { useTell } from '../../components/use-tell';

const options = (Object.entries(sensitiveFlags) as [SensitiveFlag, string][]).map(([value, label]) => ({
  value,
  label,
}));

interface FlagsState {
  rev: number;
  flags: SensitiveFlag[];
}

function FlagsForm({ residentId, state }: { residentId: string; state: FlagsState }) {
  const queryClient = useQueryClient();
  const tell = useTell();
  const [flags, setFlags] = useState(state.flags);
  const queryKey = ['resident', residentId, 'flags'];
  const save = useMutation({
    mutationFn: () => residentApi.saveFlags({ params: { id: residentId }, body: { rev: state.rev, flags } }),
    onSuccess: (saved) => {
      queryClient.setQueryData(queryKey, saved);
      tell.done('敏感标记已保存');
    },
    onError: (error) => {
      tell.failed(error);
      void queryClient.invalidateQueries({ queryKey });
    },
  });
  return (
    <>
      <Checkbox.Group aria-label="敏感标记" options={options} value={flags} onChange={setFlags} />
      <div className="button-row" style={{ marginTop: 12 }}>
        <Button loading={save.isPending} onClick={() => save.mutate()}>
          保存敏感标记
        </Button>
      </div>
    </>
  );
}

/** The marks that only accounts with the right know of; they are read when somebody asks for them. */
export function SensitiveFlags({ residentId }: { residentId: string }) {
  const rights = useAccount()?.rights ?? [];
  const [open, setOpen] = useState(false);
  const query = useQuery({
    queryKey: ['resident', residentId, 'flags'],
    queryFn: () => residentApi.flags({ params: { id: residentId } }),
    enabled: open,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  if (!rights.includes('sensitiveFlags')) return null;
  if (!open) return <Button onClick={() => setOpen(true)}>查看敏感标记</Button>;
  return (
    <section aria-labelledby="sensitive-flags">
      <h3 id="sensitive-flags">敏感标记</h3>
      <p className="soft">只有得到授权的人看得到，查看和修改都会记入日志。</p>
      <QueryView query={query}>
        {(state) => <FlagsForm key={state.rev} residentId={residentId} state={state} />}
      </QueryView>
    </section>
  );
}
