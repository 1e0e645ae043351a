import { useState } from 'react';
import type { ConsentPurpose } from '@linkang/shared/api/resident.routes';
import { idNumberFaultText, parseIdNumber, type IdNumberResult } from '@linkang/shared/domain/id-number';
import { claimApi, residentApi } from '@/api/clients';
import { useKeptForm, type KeptForm } from '@/hooks/use-kept-form';
import { useSubmit, type Submit } from '@/hooks/use-submit';
import { loadMe } from '@/stores/account';
import { serverToday } from '@/stores/centre';
import type { Consent } from './components/consent-row';
import { faultOf, phoneFault } from './field-words';

interface Form {
  name: string;
  idNumber: string;
  phone: string;
  communityId: string | undefined;
  detail: string;
  agreed: ConsentPurpose[];
}

type TextName = 'name' | 'idNumber' | 'phone' | 'detail';
type Body = Parameters<typeof residentApi.create>[0]['body'];
type ClaimBody = Parameters<typeof claimApi.create>[0]['body'];

/** Faults beside the fields; `consents` stands below the boxes. */
export type Faults = Partial<Record<TextName | 'consents', string>>;

const EMPTY: Form = { name: '', idNumber: '', phone: '', communityId: undefined, detail: '', agreed: [] };
const ID_LENGTH = 18;

const bodyOf = (form: Form, consents: Consent[]): Body => ({
  name: form.name.trim(),
  idType: 'residentId',
  idNumber: form.idNumber.trim().toUpperCase(),
  ...(form.phone.trim() ? { phone: form.phone.trim() } : {}),
  ...(form.communityId || form.detail.trim()
    ? {
        address: {
          ...(form.communityId ? { communityId: form.communityId } : {}),
          ...(form.detail.trim() ? { detail: form.detail.trim() } : {}),
        },
      }
    : {}),
  consents: consents
    .filter(({ purpose }) => form.agreed.includes(purpose))
    .map(({ purpose, version }) => ({ purpose, version })),
});

function ownFaults(form: Form, id: IdNumberResult, consents: Consent[]): Faults {
  const phone = phoneFault(form.phone);
  const isUnagreed = consents.some((consent) => consent.required && !form.agreed.includes(consent.purpose));
  return {
    ...(form.name.trim() ? {} : { name: '请填写姓名' }),
    ...(id.ok ? {} : { idNumber: idNumberFaultText[id.reason] }),
    ...(phone ? { phone } : {}),
    ...(isUnagreed ? { consents: '请先看完，再给要同意的说明打勾' } : {}),
  };
}

/** The registration form: values, faults as they are typed, and the way to the server. */
export interface Registration {
  form: Form;
  kept: KeptForm<Form>;
  set: (change: Partial<Form>) => void;
  /** What the ID number says, or why it is wrong. */
  id: IdNumberResult;
  faults: Faults;
  touch: (name: TextName) => void;
  request: Submit<Body, unknown>;
  submit: () => Promise<boolean>;
  /** Asks to be the account of the person whom the centre knows already, with what was typed. */
  claim: Submit<ClaimBody, unknown>;
  submitClaim: () => Promise<boolean>;
}

/** Registration by real name. Nothing that was typed is lost by a refusal. */
export function useRegistration(consents: Consent[]): Registration {
  const kept = useKeptForm('register', EMPTY, { leaveOut: ['idNumber', 'agreed'] });
  const { form } = kept;
  const [touched, setTouched] = useState<string[]>([]);
  const request = useSubmit(async (body: Body, idempotencyKey) => {
    const resident = await residentApi.create({ body }, { idempotencyKey });
    await loadMe();
    return resident;
  });
  const claim = useSubmit((body: ClaimBody, idempotencyKey) => claimApi.create({ body }, { idempotencyKey }));
  const id = parseIdNumber(form.idNumber, serverToday());
  const own = ownFaults(form, id, consents);
  const isShown = (name: string): boolean =>
    touched.includes(name) || (name === 'idNumber' && form.idNumber.trim().length >= ID_LENGTH);
  const faultFor = (name: TextName, field: string = name): Faults => {
    const text = (isShown(name) ? own[name] : undefined) ?? faultOf(request.error, field);
    return text ? { [name]: text } : {};
  };
  const faults: Faults = {
    ...faultFor('name'),
    ...faultFor('idNumber'),
    ...faultFor('phone'),
    ...faultFor('detail', 'address.detail'),
    ...(touched.includes('consents') && own.consents ? { consents: own.consents } : {}),
  };
  const submit = async (): Promise<boolean> => {
    setTouched(['name', 'idNumber', 'phone', 'detail', 'consents']);
    if (Object.keys(own).length > 0) return false;
    if (!(await request.submit(bodyOf(form, consents)))) return false;
    kept.forget();
    return true;
  };
  return {
    form,
    kept,
    set: (change) => {
      kept.set(change);
      request.clearError();
      claim.clearError();
    },
    id,
    faults,
    touch: (name) => setTouched((old) => (old.includes(name) ? old : [...old, name])),
    request,
    submit,
    claim,
    submitClaim: async () => {
      const { name, idNumber, consents: agreed } = bodyOf(form, consents);
      if (!(await claim.submit({ name, idNumber, consents: agreed }))) return false;
      kept.forget();
      return true;
    },
  };
}
