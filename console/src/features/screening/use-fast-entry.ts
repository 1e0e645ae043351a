import type { FoundResident } from '@linkang/shared/api/resident.routes';
import type { ScreeningEntry, ScreeningRoutes } from '@linkang/shared/api/screening.routes';
import type { CallInput } from '@linkang/shared/api/route';
import { cleanPhone, phonePattern } from '@linkang/shared/domain/person-fields';
import { checkScreening } from '@linkang/shared/domain/screening-entry';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { screeningApi } from '../../api/clients';
import { useSubmissionKey } from '../../api/use-submission-key';
import { faultsOf, faultText } from '../../components/form-faults';
import { useTell } from '../../components/use-tell';

type Body = CallInput<ScreeningRoutes['addEntry']>['body'];

/** What is typed for one person. */
export interface FastForm {
  /** Name or phone; empty for somebody who gives neither. */
  who: string;
  resident: FoundResident | null;
  sex: 'male' | 'female' | '';
  age: string;
  sbp: string;
  dbp: string;
  glucose: string;
  moment: 'fpg' | 'randomGlucose';
  symptoms: boolean;
}

/** Faults by the form's fields. */
export type FastFaults = Partial<Record<keyof FastForm, string>>;

const EMPTY: FastForm = {
  who: '',
  resident: null,
  sex: '',
  age: '',
  sbp: '',
  dbp: '',
  glucose: '',
  moment: 'randomGlucose',
  symptoms: false,
};

const numberOf = (text: string): number | undefined => (text.trim() === '' ? undefined : Number(text));

function bodyOf({ who, resident, sex, age, sbp, dbp, glucose, moment, symptoms }: FastForm): Body {
  const measured = { sbp: numberOf(sbp), dbp: numberOf(dbp), [moment]: numberOf(glucose) };
  const values = Object.fromEntries(
    Object.entries(measured).filter((row): row is [string, number] => row[1] !== undefined),
  );
  const symptom = symptoms && glucose.trim() !== '' ? { typicalSymptoms: true } : {};
  if (resident) return { residentId: resident.id, values: { ...values, ...symptom } };
  const given = who.trim();
  const isPhone = phonePattern.test(cleanPhone(given));
  return {
    ...(given === '' ? {} : isPhone ? { phone: given } : { name: given }),
    ...(numberOf(age) === undefined ? {} : { age: Number(age) }),
    ...(sex === '' ? {} : { sex }),
    values: { ...values, ...symptom },
  };
}

function localFaults(form: FastForm): FastFaults {
  const faults: FastFaults = {};
  if (!form.resident && !/^\d{1,3}$/.test(form.age.trim())) faults.age = '请填年龄，例如 66';
  if (!form.resident && form.sex === '') faults.sex = '请选男或女';
  for (const { field, text } of checkScreening(bodyOf(form).values)) {
    const place = field === 'fpg' || field === 'randomGlucose' ? 'glucose' : field;
    if (place in EMPTY) faults[place as keyof FastForm] ??= text;
  }
  return faults;
}

/** The fast form of one screening: what is typed, its faults, and the last result. */
export function useFastEntry(eventId: string, onSaved: () => void) {
  const [form, setForm] = useState(EMPTY);
  const [faults, setFaults] = useState<FastFaults>({});
  const [last, setLast] = useState<ScreeningEntry | null>(null);
  const queryClient = useQueryClient();
  const submission = useSubmissionKey();
  const tell = useTell();
  const save = useMutation({
    mutationFn: (body: Body) =>
      screeningApi.addEntry({ params: { id: eventId }, body }, { idempotencyKey: submission.keyFor(body) }),
    onSuccess: (entry) => {
      submission.done();
      setLast(entry);
      setForm({ ...EMPTY, moment: form.moment });
      setFaults({});
      onSaved();
    },
    onError: (error) => {
      const [first] = faultsOf(error);
      if (first?.path === 'body.name' || first?.path === 'body.phone') setFaults({ who: faultText(first) });
      else tell.failed(error);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['screenings'] }),
  });
  const submit = (): void => {
    const found = localFaults(form);
    setFaults(found);
    if (Object.keys(found).length === 0 && !save.isPending) save.mutate(bodyOf(form));
  };
  const set = (changes: Partial<FastForm>): void => {
    setForm({ ...form, ...changes });
    setFaults(Object.fromEntries(Object.entries(faults).filter(([name]) => !(name in changes))));
  };
  return { form, faults, set, submit, last, isBusy: save.isPending };
}
