import { useState } from 'react';
import type { Correction } from '@linkang/shared/api/correction.routes';
import {
  cleanCorrection,
  correctionFaults,
  findCorrectionFault,
  type CorrectionField,
} from '@linkang/shared/domain/correction-fields';
import { correctionApi } from '@/api/clients';
import { useKeptForm, type KeptForm } from '@/hooks/use-kept-form';
import { useSubmit, type Submit } from '@/hooks/use-submit';
import { serverToday } from '@/stores/centre';

/** What is typed. */
export interface CorrectionForm {
  field: CorrectionField | undefined;
  says: string;
  right: string;
  reason: string;
}

/** Faults to show, by the form's fields. */
export type CorrectionFormFaults = Partial<Record<keyof CorrectionForm, string>>;

const EMPTY: CorrectionForm = { field: undefined, says: '', right: '', reason: '' };

function faultsOf({ field, says, right, reason }: CorrectionForm): CorrectionFormFaults {
  if (field === undefined) return { field: '请选择哪一项不对' };
  const fault = findCorrectionFault(field, cleanCorrection(field, right), serverToday());
  return {
    ...(field === 'record' && says.trim() === '' ? { says: '请写明是哪天的哪条记录，现在写着什么' } : {}),
    ...(fault ? { right: correctionFaults[fault] } : {}),
    ...(reason.trim() === '' ? { reason: '请写明为什么不对' } : {}),
  };
}

interface Sent extends CorrectionForm {
  residentId: string;
}

/** The form by which something is asked to be corrected; it checks by the same rules as the server. */
export function useCorrectionForm(
  residentId: string,
  field?: CorrectionField,
): {
  form: CorrectionForm;
  kept: KeptForm<CorrectionForm>;
  faults: CorrectionFormFaults;
  set: (changes: Partial<CorrectionForm>) => void;
  request: Submit<Sent, Correction>;
  submit: () => Promise<Correction | undefined>;
} {
  // What is wrong in a record tells of somebody's health.
  const kept = useKeptForm<CorrectionForm>(
    `correction.${residentId}.${field ?? ''}`,
    { ...EMPTY, field },
    { place: 'session' },
  );
  const { form } = kept;
  const [isTried, setTried] = useState(false);
  const request = useSubmit(({ residentId: id, field: about, says, right, reason }: Sent, idempotencyKey) =>
    correctionApi.create(
      {
        params: { id },
        body: {
          field: about ?? 'record',
          right: right.trim(),
          reason: reason.trim(),
          ...(about === 'record' ? { says: says.trim() } : {}),
        },
      },
      { idempotencyKey },
    ),
  );
  const faults = isTried ? faultsOf(form) : {};
  const submit = async (): Promise<Correction | undefined> => {
    setTried(true);
    if (Object.keys(faultsOf(form)).length > 0) return undefined;
    const made = await request.submit({ residentId, ...form });
    if (!made) return undefined;
    kept.startAnew();
    setTried(false);
    return made;
  };
  return { form, kept, faults, set: kept.set, request, submit };
}
