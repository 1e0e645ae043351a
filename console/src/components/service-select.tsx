import { Select } from 'antd';
import type { CSSProperties } from 'react';
import { useServices } from '../api/use-centre';

interface ServiceSelectProps {
  code: string | undefined;
  style?: CSSProperties;
  /** Without a code for all of them. */
  onChange: (code: string | undefined) => void;
}

/** The choice of one service or of all, above a list. */
export function ServiceSelect({ code, style, onChange }: ServiceSelectProps) {
  const services = useServices();
  return (
    <Select
      aria-label="服务"
      style={{ width: 200, ...style }}
      value={code ?? ''}
      loading={services.isPending}
      options={[
        { value: '', label: '全部服务' },
        ...(services.data?.items ?? []).map((service) => ({ value: service.code, label: service.name })),
      ]}
      onChange={(value: string) => onChange(value || undefined)}
    />
  );
}
