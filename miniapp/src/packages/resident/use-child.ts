import { useState } from 'react';
import type { ConsentPurpose, IdType } from '@linkang/shared/api/resident.routes';
import { isDay } from '@linkang/shared/domain/clinic-day';
import {
  certificateFaultText,
  needsGuardianConsent,
  parseCertificate,
  type GuardianRelationship,
} from '@linkang/shared/domain/guardianship';
import { idNumberFaultText, parseIdNumber } from '@linkang/shared/domain/id-number';
import { claimApi, residentApi } from '@/api/clients';
import { useKeptForm, type KeptForm } from '@/hooks/use-kept-form';
import { useSubmit, type Submit } from '@/hooks/use-submit';
import { loadMe, selfOf, useAccount } from '@/stores/account';
import { serverToday } from '@/stores/centre';
import type { Consent } from './components/consent-row';
import { faultOf } from './field-words';

interface Form {
  name: string;
  idType: IdType;
  number: string;
  /** Eight digits, as they are typed. */
  born: string;
  sex: 'male' | 'female' | undefined;
  relationship: GuardianRelationship | undefined;
  agreed: ConsentPurpose[];
}

type Name = 'name' | 'number' | 'born' | 'sex' | 'relationship' | 'consents';
type Body = Parameters<typeof residentApi.create>[0]['body'];
type ClaimBody = Parameters<typeof claimApi.create>[0]['body'];
type Faults = Partial<Record<Name, string>>;

const EMPTY: Form = {
  name: '',
  idType: 'birthCertificate',
  number: '',
  born: '',
  sex: undefined,
  relationship: undefined,
  agreed: [],
};
const ALL: Name[] = ['name', 'number', 'born', 'sex', 'relationship', 'consents'];
/** Fields of the body whose faults stand beside a field of the form. */
const FIELDS: Readonly<Record<Name, string>> = {
  name: 'name',
  number: 'idNumber',
  born: 'birthDay',
  sex: 'sex',
  relationship: 'guardian.relationship',
  consents: 'consents',
};

/** 20260520 as a day; blanks and strokes between are accepted. */
const dayOfDigits = (typed: string): string => typed.replace(/\D/g, '').replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');

const TOO_OLD = '满14周岁的孩子要自己同意，请孩子用自己的微信登记，或一起到前台办理';

function bornFault(born: string, today: string): string | undefined {
  const day = dayOfDigits(born);
  if (!isDay(day)) return '请写8位数字，比如20260520';
  if (day > today) return '出生日期不能晚于今天';
  return needsGuardianConsent(day, today) ? undefined : TOO_OLD;
}

/** What is wrong with the number, and with what it does not say. */
function numberFaults(form: Form, today: string): Faults {
  if (form.idType === 'residentId') {
    const card = parseIdNumber(form.number, today);
    if (!card.ok) return { number: idNumberFaultText[card.reason] };
    return needsGuardianConsent(card.birthDay, today) ? {} : { number: TOO_OLD };
  }
  const certificate = parseCertificate(form.number);
  const born = bornFault(form.born, today);
  return {
    ...(certificate.ok ? {} : { number: certificateFaultText[certificate.reason] }),
    ...(born ? { born } : {}),
    ...(form.sex ? {} : { sex: '请选一下是男孩还是女孩' }),
  };
}

function ownFaults(form: Form, consents: readonly Consent[], today: string): Faults {
  const isUnagreed = consents.some(({ required, purpose }) => required && !form.agreed.includes(purpose));
  return {
    ...(form.name.trim() ? {} : { name: '请填写孩子的姓名' }),
    ...numberFaults(form, today),
    ...(form.relationship ? {} : { relationship: '请选一下您是孩子的什么人' }),
    ...(isUnagreed ? { consents: '请先看完，再一份一份打勾同意' } : {}),
  };
}

const agreedOf = (form: Form, consents: readonly Consent[]) =>
  consents.filter(({ purpose }) => form.agreed.includes(purpose)).map(({ purpose, version }) => ({ purpose, version }));

const bodyOf = (form: Form, relationship: GuardianRelationship, consents: readonly Consent[]): Body => ({
  name: form.name.trim(),
  idType: form.idType,
  idNumber: form.number.trim().toUpperCase(),
  ...(form.idType === 'birthCertificate' && form.sex ? { birthDay: dayOfDigits(form.born), sex: form.sex } : {}),
  guardian: { relationship },
  consents: agreedOf(form, consents),
});

/** The form by which a guardian registers a child. */
export interface ChildForm {
  form: Form;
  kept: KeptForm<Form>;
  set: (change: Partial<Form>) => void;
  faults: Faults;
  touch: (name: Name) => void;
  request: Submit<Body, unknown>;
  submit: () => Promise<boolean>;
  /** Asks to be the guardian of the child whom the centre knows already. */
  claim: Submit<ClaimBody, unknown>;
  submitClaim: () => Promise<boolean>;
}

/** Values, faults as they are typed, and the way to the server. Nothing that was typed is lost by a refusal. */
export function useChild(consents: readonly Consent[]): ChildForm {
  const selfId = useAccount((state) => selfOf(state)?.id ?? '');
  const kept = useKeptForm(`child.${selfId}`, EMPTY, { leaveOut: ['number', 'agreed'] });
  const { form } = kept;
  const [touched, setTouched] = useState<Name[]>([]);
  const request = useSubmit(async (body: Body, idempotencyKey) => {
    const child = await residentApi.create({ body }, { idempotencyKey });
    await loadMe();
    return child;
  });
  const claim = useSubmit((body: ClaimBody, idempotencyKey) => claimApi.create({ body }, { idempotencyKey }));
  const own = ownFaults(form, consents, serverToday());
  const faults: Faults = {};
  for (const name of ALL) {
    const text = (touched.includes(name) ? own[name] : undefined) ?? faultOf(request.error, FIELDS[name]);
    if (text) faults[name] = text;
  }
  const { relationship } = form;
  return {
    form,
    kept,
    set: (change) => {
      kept.set(change);
      request.clearError();
      claim.clearError();
    },
    faults,
    touch: (name) => setTouched((old) => (old.includes(name) ? old : [...old, name])),
    request,
    submit: async () => {
      setTouched(ALL);
      if (!relationship || Object.keys(own).length > 0) return false;
      if (!(await request.submit(bodyOf(form, relationship, consents)))) return false;
      kept.forget();
      return true;
    },
    claim,
    submitClaim: async () => {
      if (!relationship) return false;
      const { name, idType, idNumber, consents: agreed } = bodyOf(form, relationship, consents);
      if (!(await claim.submit({ name, idType, idNumber, guardian: { relationship }, consents: agreed }))) return false;
      kept.forget();
      return true;
    },
  };
}
