import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { sayDay, addDays } from '@linkang/shared/domain/clinic-day';
import { READING_NOTE_MAX, TAKEN_WITHIN_DAYS } from '@linkang/shared/domain/home-entry';
import type { FieldRule } from '@linkang/shared/domain/field-rules';
import type { HomeKind } from '@linkang/shared/domain/home-table';
import { homeTables } from '@linkang/shared/domain/tables/home-all';
import { aria } from '@/components/a11y';
import { Card, SectionTitle } from '@/components/card';
import { CheckRow, OptionList } from '@/components/choices';
import { TextField } from '@/components/text-field';
import { serverToday } from '@/stores/centre';
import { choiceFields, numberFields, type ReadingFaults, type ReadingForm } from '../use-reading-form';

interface FieldsProps {
  kind: HomeKind;
  form: ReadingForm;
  faults: ReadingFaults;
  set: (changes: Partial<ReadingForm>) => void;
}

const Fault = ({ text }: { text: string | undefined }): ReactNode =>
  text ? (
    <View className="fault" {...aria('alert')}>
      {text}
    </View>
  ) : null;

/** Words that people have for the two numbers of a blood pressure. */
const PLAIN: Readonly<Record<string, string>> = { sbp: '高压（收缩压）', dbp: '低压（舒张压）' };

const labelOf = ({ code, name, unit }: FieldRule): string => `${PLAIN[code] ?? name}${unit ? `，${unit}` : ''}`;

const Numbers = ({ kind, form, faults, set }: FieldsProps): ReactNode => (
  <Card>
    {numberFields(kind).map((field) => (
      <TextField
        key={field.code}
        label={labelOf(field)}
        isBig
        isRequired={field.required}
        type={field.decimals ? 'digit' : 'number'}
        maxLength={6}
        value={form.numbers[field.code] ?? ''}
        error={faults[field.code]}
        onChange={(text) => set({ numbers: { ...form.numbers, [field.code]: text } })}
      />
    ))}
  </Card>
);

const Choices = ({ kind, form, faults, set }: FieldsProps): ReactNode =>
  choiceFields(kind).map((field) => (
    <View key={field.code} className="stack">
      <SectionTitle>{field.name}</SectionTitle>
      <OptionList
        label={field.name}
        options={(field.options ?? []).map((value) => ({ value, title: field.optionNames?.[value] ?? value }))}
        value={form.choices[field.code]}
        onChange={(value) => set({ choices: { ...form.choices, [field.code]: value } })}
      />
      <Fault text={faults[field.code]} />
    </View>
  ));

const FEELS = [
  { value: 'no', title: '没有' },
  { value: 'yes', title: '有，不舒服' },
] as const;

/** What is felt decides before any number does. */
function Signs({ kind, form, faults, set }: FieldsProps): ReactNode {
  const field = homeTables[kind].fields.find(({ code }) => code === 'dangerSigns');
  if (!field) return null;
  const toggle = (sign: string, isOn: boolean): void =>
    set({ signs: isOn ? [...form.signs, sign] : form.signs.filter((other) => other !== sign) });
  return (
    <>
      <SectionTitle>现在有没有不舒服？</SectionTitle>
      <OptionList
        label="现在有没有不舒服"
        options={FEELS}
        value={form.feelsBad === undefined ? undefined : form.feelsBad ? 'yes' : 'no'}
        onChange={(value) => set({ feelsBad: value === 'yes' })}
      />
      {form.feelsBad ? (
        <View className="stack">
          {(field.options ?? [])
            .filter((sign) => sign !== field.excludes)
            .map((sign) => (
              <CheckRow
                key={sign}
                title={sign}
                isChecked={form.signs.includes(sign)}
                onChange={(isOn) => toggle(sign, isOn)}
              />
            ))}
        </View>
      ) : null}
      <Fault text={faults['dangerSigns']} />
    </>
  );
}

const WHEN = [
  { value: 'now', title: '刚刚量的' },
  { value: 'earlier', title: '早些时候量的' },
] as const;

const NEAR = ['今天', '昨天', '前天'];

function When({ form, faults, set }: FieldsProps): ReactNode {
  const today = serverToday();
  const days = Array.from({ length: TAKEN_WITHIN_DAYS + 1 }, (_, back) => ({
    value: String(back),
    title: NEAR[back] ?? sayDay(addDays(today, -back)),
  }));
  return (
    <>
      <SectionTitle>什么时候量的？</SectionTitle>
      <OptionList label="什么时候量的" options={WHEN} value={form.when} onChange={(when) => set({ when })} />
      {form.when === 'earlier' ? (
        <>
          <SectionTitle>哪一天</SectionTitle>
          <OptionList label="哪一天" options={days} value={form.daysBack} onChange={(daysBack) => set({ daysBack })} />
          <Card>
            <TextField
              label="几点"
              isRequired
              maxLength={6}
              hint="24小时制，例如早上7:30，下午15:00"
              value={form.time}
              error={faults['takenAt']}
              onChange={(time) => set({ time })}
            />
          </Card>
        </>
      ) : (
        <Fault text={faults['takenAt']} />
      )}
    </>
  );
}

/** Everything that is asked of one reading. */
export const ReadingFields = (props: FieldsProps): ReactNode => (
  <>
    <Numbers {...props} />
    <Choices {...props} />
    <Signs {...props} />
    <When {...props} />
    <Card>
      <TextField
        label="备注"
        maxLength={READING_NOTE_MAX}
        hint="例如：吃药前、散步后"
        value={props.form.note}
        onChange={(note) => props.set({ note })}
      />
    </Card>
  </>
);
