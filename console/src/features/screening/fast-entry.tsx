import type { FoundResident } from '@linkang/shared/api/resident.routes';
import type { ScreeningEntry } from '@linkang/shared/api/screening.routes';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Form, Input, Radio, type InputRef } from 'antd';
import { useRef, type KeyboardEvent, type ReactNode } from 'react';
import { residentApi } from '../../api/clients';
import { ChoiceList } from '../../components/choice-list';
import { StateTag } from '../../components/state-tag';
import { useTell } from '../../components/use-tell';
import { sexNames } from '../../components/words';
import { useFastEntry, type FastFaults, type FastForm } from './use-fast-entry';
import { resultWord, sayScreened } from './screening-words';
import './screening.css';

interface NumberFieldProps {
  name: 'age' | 'sbp' | 'dbp' | 'glucose';
  label: string;
  form: FastForm;
  faults: FastFaults;
  set: (changes: Partial<FastForm>) => void;
  inputRef?: React.Ref<InputRef>;
  after?: ReactNode;
}

/** A number, typed without leaving the keyboard. */
function NumberField({ name, label, form, faults, set, inputRef, after }: NumberFieldProps) {
  const fault = faults[name];
  const id = `fast-${name}`;
  return (
    <Form.Item label={label} htmlFor={id} validateStatus={fault ? 'error' : ''} help={fault}>
      <Input
        id={id}
        {...(inputRef ? { ref: inputRef } : {})}
        inputMode="decimal"
        autoComplete="off"
        maxLength={5}
        style={{ width: 110 }}
        value={form[name]}
        aria-invalid={fault !== undefined}
        onChange={(event) => set({ [name]: event.target.value })}
      />
      {after}
    </Form.Item>
  );
}

interface WhoFieldProps {
  form: FastForm;
  faults: FastFaults;
  set: (changes: Partial<FastForm>) => void;
  inputRef: React.Ref<InputRef>;
  /** The person is known: on to the values. */
  onKnown: () => void;
}

const Known = ({ resident, onLeave }: { resident: FoundResident; onLeave: () => void }) => (
  <p>
    <strong>{resident.name}</strong> {sexNames[resident.sex]} {resident.age}岁，证件 {resident.idNumberMasked}{' '}
    <Button onClick={onLeave}>换人</Button>
  </p>
);

/** Name or phone: Enter looks for the person on record, and an unknown one stays as typed. */
function WhoField({ form, faults, set, inputRef, onKnown }: WhoFieldProps) {
  const tell = useTell();
  const choose = (resident: FoundResident): void => {
    set({ resident });
    search.reset();
    onKnown();
  };
  const search = useMutation({
    mutationFn: (query: string) => residentApi.search({ query: { query } }),
    onSuccess: ({ items }) => {
      const [only, second] = items;
      if (only && !second) choose(only);
      if (!only) tell.done('没有档案，按新来的人录：填年龄、性别和读数');
    },
    onError: tell.failed,
  });
  const look = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || form.who.trim() === '') return;
    event.preventDefault();
    search.mutate(form.who.trim());
  };
  if (form.resident) return <Known resident={form.resident} onLeave={() => set({ resident: null, who: '' })} />;
  return (
    <>
      <Form.Item
        label="姓名或手机号（可以空着，按回车查档案）"
        htmlFor="fast-who"
        validateStatus={faults.who ? 'error' : ''}
        help={faults.who}
      >
        <Input
          id="fast-who"
          ref={inputRef}
          autoFocus
          autoComplete="off"
          maxLength={32}
          style={{ width: 260 }}
          value={form.who}
          onChange={(event) => set({ who: event.target.value })}
          onKeyDown={look}
        />
      </Form.Item>
      {search.data && search.data.items.length > 1 && (
        <ChoiceList label="查到的居民" items={search.data.items} keyOf={({ id }) => id} onChoose={choose}>
          {({ name, sex, age, idNumberMasked }) => `${name} ${sexNames[sex]} ${age}岁，证件 ${idNumberMasked}`}
        </ChoiceList>
      )}
    </>
  );
}

const toneOf = ({ results }: ScreeningEntry): 'error' | 'warning' | 'success' => {
  const tones = results.map((result) => resultWord(result)[1]);
  if (tones.includes('bad')) return 'error';
  return tones.includes('wait') ? 'warning' : 'success';
};

/** What the last person hears, to be read out while the next one sits down. */
function LastResult({ last }: { last: ReturnType<typeof useFastEntry>['last'] }) {
  if (!last) return null;
  const who = `${last.name ?? '不留名'}，${sexNames[last.sex]} ${last.age}岁`;
  return (
    <Alert
      className="entry-result"
      role="status"
      showIcon
      type={toneOf(last)}
      title={`已记：${who}，${sayScreened(last)}`}
      description={last.results.map((result) => (
        <p key={result.programme}>
          <StateTag word={resultWord(result)} /> 告诉他：{result.say}
        </p>
      ))}
    />
  );
}

const sexOptions = [
  { value: 'male', label: '男' },
  { value: 'female', label: '女' },
];
const momentOptions = [
  { value: 'randomGlucose', label: '随机' },
  { value: 'fpg', label: '空腹' },
];

interface MeasuredProps {
  form: FastForm;
  faults: FastFaults;
  set: (changes: Partial<FastForm>) => void;
  inputRef: React.Ref<InputRef>;
}

/** Age and sex of somebody unknown, and what was measured. */
function Measured({ inputRef, ...parts }: MeasuredProps) {
  const { form, faults, set } = parts;
  return (
    <div className="field-row">
      {form.resident ? null : (
        <>
          <NumberField name="age" label="年龄" {...parts} />
          <Form.Item label="性别" validateStatus={faults.sex ? 'error' : ''} help={faults.sex}>
            <Radio.Group
              aria-label="性别"
              options={sexOptions}
              value={form.sex}
              onChange={(event) => set({ sex: event.target.value as FastForm['sex'] })}
            />
          </Form.Item>
        </>
      )}
      <NumberField name="sbp" label="高压" {...parts} inputRef={inputRef} />
      <NumberField name="dbp" label="低压" {...parts} />
      <NumberField name="glucose" label="血糖" {...parts} />
      <Form.Item label="血糖是">
        <Radio.Group
          aria-label="血糖是"
          options={momentOptions}
          value={form.moment}
          onChange={(event) => set({ moment: event.target.value as FastForm['moment'] })}
        />
      </Form.Item>
    </div>
  );
}

/** One person after the other, by the keyboard alone: Enter saves and begins anew. */
export function FastEntry({ eventId }: { eventId: string }) {
  const first = useRef<InputRef>(null);
  const values = useRef<InputRef>(null);
  const { form, faults, set, submit, last, isBusy } = useFastEntry(eventId, () => first.current?.focus());
  const parts = { form, faults, set };
  return (
    <section className="panel" aria-label="快速录入">
      <h2>快速录入</h2>
      <Form layout="vertical" onFinish={submit} aria-label="快速录入一个人">
        <WhoField {...parts} inputRef={first} onKnown={() => setTimeout(() => values.current?.focus())} />
        <Measured {...parts} inputRef={values} />
        <div className="button-row">
          <Checkbox checked={form.symptoms} onChange={(event) => set({ symptoms: event.target.checked })}>
            多饮、多尿、体重下降
          </Checkbox>
          <Button type="primary" htmlType="submit" loading={isBusy}>
            保存，录下一个（回车）
          </Button>
        </div>
      </Form>
      <LastResult last={last} />
    </section>
  );
}
