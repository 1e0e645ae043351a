import type { DeskClaim } from '@linkang/shared/api/claim.routes';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { claimApi } from '../../api/clients';
import { ErrorResult } from '../../components/error-result';
import { PageHeader } from '../../components/page-header';
import { ClaimPanel } from './claim-panel';
import './claim.css';

const DIGITS = 6;

/** Somebody shows a number on their phone and lays the ID card beside it. */
export function ClaimsPage() {
  const [typed, setTyped] = useState('');
  const [claim, setClaim] = useState<DeskClaim | null>(null);
  const number = typed.replace(/\D/g, '');
  const find = useMutation({
    mutationFn: (shown: string) => claimApi.find({ query: { number: shown } }),
    onSuccess: (answer) => setClaim(answer.claim),
    onError: () => setClaim(null),
  });
  const search = (): void => {
    if (number.length === DIGITS) find.mutate(number);
  };
  return (
    <>
      <PageHeader
        title="关联微信"
        note="居民在手机上看到“证件号已有档案”时，会得到一个6位关联号。核对身份证后，把档案关联到他的微信。"
      />
      <section className="panel" aria-label="查找关联号">
        <div className="claim-search">
          <label htmlFor="claim-number">居民手机上的关联号</label>
          <Input
            id="claim-number"
            data-page-search
            value={typed}
            inputMode="numeric"
            autoComplete="off"
            autoFocus
            maxLength={8}
            placeholder="6位数字"
            onChange={(event) => {
              setTyped(event.target.value);
              setClaim(null);
              find.reset();
            }}
            onPressEnter={search}
          />
          <Button type="primary" disabled={number.length !== DIGITS} loading={find.isPending} onClick={search}>
            查找
          </Button>
        </div>
        <div role="status">
          {find.isSuccess && !find.data.claim && (
            <Alert
              type="warning"
              showIcon
              title="没有这个关联号"
              description="可能输错了，或者已经办好、过期了。请居民在手机上刷新，看看现在的数。"
            />
          )}
        </div>
        {find.isError && <ErrorResult error={find.error} onRetry={search} />}
      </section>
      {claim && <ClaimPanel key={claim.id} claim={claim} onChanged={setClaim} />}
    </>
  );
}
