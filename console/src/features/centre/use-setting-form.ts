import type { FieldFault } from '@linkang/shared/errors';
import { useMutation } from '@tanstack/react-query';
import type { FormInstance } from 'antd';
import { Form } from 'antd';
import { useState } from 'react';
import { errorText, hasCode } from '../../api/api-error';
import { useAccount } from '../../api/sign-in';
import { faultPath, faultsOf, faultText } from '../../components/form-faults';
import { dropDraft, keepDraft, readDraft, type KeptDraft } from '../../components/kept-draft';
import { useUnsavedGuard } from '../../components/unsaved-guard';

type Checked<B> = { body: B; faults?: undefined } | { faults: readonly FieldFault[] };

interface SettingFormOptions<V extends object, B, S> {
  /** Under which what is typed is kept on this machine. */
  draftKey: string;
  loaded: V;
  /** Checks the values by the server's own schema. */
  check: (values: V) => Checked<B>;
  /** `force`: over what somebody else saved meanwhile. */
  save: (body: B, force: boolean) => Promise<S>;
  /** What a field of the form is called where a fault names no single field. */
  nameOfFault?: (fault: FieldFault) => (string | number)[];
  /** Takes over what was saved, after the form has let go of what was typed. */
  onSaved: (saved: S) => unknown;
}

/** A form of the set-up while it is being filled in. */
export interface SettingFormState<V extends object> {
  form: FormInstance<V>;
  loaded: V;
  dirty: boolean;
  busy: boolean;
  /** Why it was not saved. */
  failure: string | null;
  /** Somebody else saved meanwhile. */
  conflict: boolean;
  /** What was typed on an earlier visit and not saved. */
  found: KeptDraft<V> | null;
  restore: () => void;
  forget: () => void;
  changed: () => void;
  submit: (values: V) => void;
  /** Saves over what the other one saved. */
  overwrite: () => void;
  /** Lets the page be left without a question. */
  letGo: () => void;
}

const isObject = <V extends object>(value: unknown): value is V => typeof value === 'object' && value !== null;
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The path of a fault as the form names its fields: `['morePhones', 0, 'label']`. */
const namePathOf = (fault: FieldFault): (string | number)[] =>
  faultPath(fault)
    .split('.')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));

/** Shows each fault at its field, or at the list that holds it. @returns those that have no field */
function placeFaults<V extends object>(
  form: FormInstance<V>,
  faults: readonly FieldFault[],
  nameOf: (fault: FieldFault) => (string | number)[],
): FieldFault[] {
  const known = new Set(form.getFieldsError().map(({ name }) => name.join('.')));
  const placeOf = (fault: FieldFault): (string | number)[] | undefined => {
    const path = nameOf(fault);
    const lengths = path.map((_, index) => path.length - index);
    return lengths.map((length) => path.slice(0, length)).find((name) => known.has(name.join('.')));
  };
  const placed = faults.map((fault) => ({ fault, name: placeOf(fault) }));
  // The form's names are typed by its values; ours come from the wire.
  const setFields = form.setFields as unknown as (fields: { name: (string | number)[]; errors: string[] }[]) => void;
  setFields(placed.flatMap(({ fault, name }) => (name ? [{ name, errors: [faultText(fault)] }] : [])));
  const first = placed.find(({ name }) => name)?.name;
  if (first) form.scrollToField(first as never, { focus: true, block: 'center' });
  return placed.filter(({ name }) => !name).map(({ fault }) => fault);
}

/** Keeps what is typed until it is saved, and shows why it is not. */
export function useSettingForm<V extends object, B, S>(options: SettingFormOptions<V, B, S>): SettingFormState<V> {
  const { loaded, check, save, nameOfFault = namePathOf, onSaved } = options;
  const [form] = Form.useForm<V>();
  const [dirty, setDirty] = useState(false);
  const [loose, setLoose] = useState<string[]>([]);
  const key = `setting.${useAccount()?.id ?? ''}.${options.draftKey}`;
  const [found, setFound] = useState(() => {
    const draft = readDraft<V>(key, isObject);
    return draft && !isSame(draft.value, loaded) ? draft : null;
  });
  const letGo = useUnsavedGuard(dirty);
  const show = (faults: readonly FieldFault[]): void => setLoose(placeFaults(form, faults, nameOfFault).map(faultText));
  const forget = (): void => {
    dropDraft(key);
    setFound(null);
  };
  // Handled by the mutation itself, not by the call: what was saved may replace this form by a new one.
  const mutation = useMutation({
    mutationFn: ({ body, force }: { body: B; force: boolean }) => save(body, force),
    onSuccess: (saved) => {
      forget();
      setDirty(false);
      letGo();
      return onSaved(saved);
    },
    onError: (error) => show(faultsOf(error)),
  });
  const changed = (): void => {
    const values = form.getFieldsValue(true) as V;
    const differs = !isSame(values, loaded);
    setDirty(differs);
    if (found) return;
    if (differs) keepDraft(key, values);
    else dropDraft(key);
  };
  const send = (values: V, force: boolean): void => {
    setLoose([]);
    const checked = check(values);
    if (checked.faults) return show(checked.faults);
    mutation.mutate({ body: checked.body, force });
  };
  const placed = faultsOf(mutation.error).length > 0;
  const failure = loose.length > 0 ? loose.join('；') : mutation.error && !placed ? errorText(mutation.error) : null;
  return {
    form,
    loaded,
    dirty,
    busy: mutation.isPending,
    failure,
    conflict: hasCode(mutation.error, 'STATE_CONFLICT'),
    found,
    restore: () => {
      if (found) form.setFieldsValue(found.value as never);
      setFound(null);
      setDirty(true);
    },
    forget,
    changed,
    submit: () => send(form.getFieldsValue(true) as V, false),
    overwrite: () => send(form.getFieldsValue(true) as V, true),
    letGo,
  };
}
