import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import {
  AMENDMENT_MAX,
  CORRECTION_WORDS_MAX,
  CORRECTION_WORKING_DAYS,
  correctionFields,
  type CorrectionField,
} from '@linkang/shared/domain/correction-fields';
import { focusFirstFault } from '@/components/a11y';
import { Button } from '@/components/button';
import { Card, SectionTitle } from '@/components/card';
import { OptionList } from '@/components/choices';
import { Fault } from '@/components/fault';
import { FormError } from '@/components/form-error';
import { RestoredNote } from '@/components/restored-note';
import { TextField } from '@/components/text-field';
import { useCorrectionForm, type CorrectionForm as Form, type CorrectionFormFaults } from '../use-correction-form';

const FIELDS = (Object.keys(correctionFields) as CorrectionField[]).map((value) => ({
  value,
  title: correctionFields[value],
}));

const SEXES = [
  { value: 'female', title: '女' },
  { value: 'male', title: '男' },
] as const;

const HINTS: Partial<Record<CorrectionField, string>> = {
  name: '和身份证上一样',
  birthDay: '像这样写：1950-04-08',
  phone: '11位手机号，或带区号的座机号',
  record: '正确的应该怎么写',
};

interface PartProps {
  form: Form;
  faults: CorrectionFormFaults;
  set: (changes: Partial<Form>) => void;
}

const Right = ({ form, faults, set }: PartProps): ReactNode =>
  form.field === 'sex' ? (
    <>
      <OptionList
        label="正确的是"
        options={SEXES}
        value={SEXES.find(({ value }) => value === form.right)?.value}
        onChange={(right) => set({ right })}
      />
      <Fault text={faults.right} />
    </>
  ) : (
    <TextField
      label="正确的是"
      isRequired
      maxLength={AMENDMENT_MAX}
      hint={form.field ? HINTS[form.field] : undefined}
      value={form.right}
      error={faults.right}
      onChange={(right) => set({ right })}
    />
  );

const Details = (props: PartProps): ReactNode => {
  const { form, faults, set } = props;
  return (
    <Card>
      {form.field === 'record' ? (
        <TextField
          label="哪条记录，现在写着什么"
          isRequired
          maxLength={CORRECTION_WORDS_MAX}
          hint="例如：6月1日体检，写着吸烟"
          value={form.says}
          error={faults.says}
          onChange={(says) => set({ says })}
        />
      ) : null}
      <Right {...props} />
      <TextField
        label="为什么不对"
        isRequired
        maxLength={CORRECTION_WORDS_MAX}
        hint="例如：登记时听错了，身份证上不是这样"
        value={form.reason}
        error={faults.reason}
        onChange={(reason) => set({ reason })}
      />
    </Card>
  );
};

interface CorrectionFormProps {
  residentId: string;
  /** What is chosen to begin with. */
  field?: CorrectionField | undefined;
  onAsked: () => void;
  onLeave: () => void;
}

/** Asks to correct something: which, what is right, and why. */
export function CorrectionForm({ residentId, field, onAsked, onLeave }: CorrectionFormProps): ReactNode {
  const { form, kept, faults, set, request, submit } = useCorrectionForm(residentId, field);
  const send = async (): Promise<void> => {
    if (await submit()) onAsked();
    else focusFirstFault();
  };
  return (
    <>
      <RestoredNote kept={kept} />
      <SectionTitle>哪一项不对</SectionTitle>
      <OptionList
        label="哪一项不对"
        options={FIELDS}
        value={form.field}
        onChange={(chosen) => set({ field: chosen, right: '' })}
      />
      <Fault text={faults.field} />
      {form.field ? <Details form={form} faults={faults} set={set} /> : null}
      <FormError error={request.error} onRetry={() => void send()} onRefresh={onAsked} />
      <View className="note">{`我们核对后，${CORRECTION_WORKING_DAYS}个工作日内答复您。`}</View>
      <Button isBusy={request.isBusy} busyText="正在提交…" onPress={() => void send()}>
        提交更正申请
      </Button>
      <Button kind="plain" onPress={onLeave}>
        先不申请
      </Button>
    </>
  );
}
