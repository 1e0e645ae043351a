import { useState } from 'react';
import type { ProxyScope } from '@linkang/shared/api/proxy-scopes';
import type { ProxyRelationship } from '@linkang/shared/api/proxy.routes';
import { addYears } from '@linkang/shared/domain/clinic-day';
import { idNumberFaultText, parseIdNumber } from '@linkang/shared/domain/id-number';
import type { ApiError } from '@/api/api-error';
import { proxyApi } from '@/api/clients';
import { useKeptForm, type KeptForm } from '@/hooks/use-kept-form';
import { useSubmit, type Submit } from '@/hooks/use-submit';
import { selfOf, useAccount } from '@/stores/account';
import { serverToday } from '@/stores/centre';

/** For how long it is asked. */
export type Years = '1' | '2' | '3';

interface Form {
  name: string;
  idNumber: string;
  relationship: ProxyRelationship | undefined;
  scopes: ProxyScope[];
  years: Years;
}

type Body = Parameters<typeof proxyApi.create>[0]['body'];
type FieldName = 'name' | 'idNumber' | 'relationship' | 'scopes';
type Faults = Partial<Record<FieldName, string>>;

const EMPTY: Form = { name: '', idNumber: '', relationship: undefined, scopes: ['book'], years: '1' };
const ALL: FieldName[] = ['name', 'idNumber', 'relationship', 'scopes'];
const ID_LENGTH = 18;

function ownFaults(form: Form, today: string): Faults {
  const id = parseIdNumber(form.idNumber, today);
  return {
    ...(form.name.trim() ? {} : { name: '请填写家人的姓名' }),
    ...(id.ok ? {} : { idNumber: idNumberFaultText[id.reason] }),
    ...(form.relationship ? {} : { relationship: '请选一下您是他的什么人' }),
    ...(form.scopes.length ? {} : { scopes: '请至少选一项' }),
  };
}

const WORDS: Partial<Record<string, string>> = { NAME: '姓名里有不能用的符号，请核对', TOO_LONG: '写得太长了，请缩短' };

const refusedFault = (error: ApiError | undefined, field: FieldName): string | undefined => {
  const fault = error?.fields.find(({ path }) => path === `body.${field}`);
  return fault ? (WORDS[fault.code] ?? fault.message) : undefined;
};

/** The form of a request to help. */
export interface Ask {
  form: Form;
  kept: KeptForm<Form>;
  set: (change: Partial<Form>) => void;
  faults: Faults;
  touch: (name: FieldName) => void;
  /** The birth day that a right number says. */
  birthDay: string | undefined;
  request: Submit<Body, unknown>;
  submit: () => Promise<boolean>;
}

/** Values, faults as they are typed, and the way to the server. Nothing that was typed is lost by a refusal. */
export function useAsk(): Ask {
  const selfId = useAccount((state) => selfOf(state)?.id ?? '');
  const kept = useKeptForm(`ask.${selfId}`, EMPTY, { leaveOut: ['idNumber'] });
  const { form } = kept;
  const [touched, setTouched] = useState<FieldName[]>([]);
  const request = useSubmit((body: Body, idempotencyKey) => proxyApi.create({ body }, { idempotencyKey }));
  const today = serverToday();
  const own = ownFaults(form, today);
  const isShown = (name: FieldName): boolean =>
    touched.includes(name) || (name === 'idNumber' && form.idNumber.trim().length >= ID_LENGTH);
  const faults: Faults = {};
  for (const name of ALL) {
    const text = (isShown(name) ? own[name] : undefined) ?? refusedFault(request.error, name);
    if (text) faults[name] = text;
  }
  const id = parseIdNumber(form.idNumber, today);
  const submit = async (): Promise<boolean> => {
    setTouched(ALL);
    const { relationship } = form;
    if (!relationship || Object.keys(own).length > 0) return false;
    const body = {
      name: form.name.trim(),
      idNumber: form.idNumber.trim().toUpperCase(),
      relationship,
      scopes: form.scopes,
      endsDay: addYears(today, Number(form.years)),
    };
    if (!(await request.submit(body))) return false;
    kept.forget();
    return true;
  };
  return {
    form,
    kept,
    set: (change) => {
      kept.set(change);
      request.clearError();
    },
    faults,
    touch: (name) => setTouched((old) => (old.includes(name) ? old : [...old, name])),
    birthDay: id.ok ? id.birthDay : undefined,
    request,
    submit,
  };
}
