import { Alert, Button, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { instantText } from '../../components/words';
import type { SettingFormState } from './use-setting-form';

/** What was typed before and not saved can be taken up again. */
function FoundNote<V extends object>({ state }: { state: SettingFormState<V> }) {
  if (!state.found) return null;
  return (
    <Alert
      type="info"
      showIcon
      title={`这台电脑上有 ${instantText(state.found.at)} 没保存的内容`}
      action={
        <div className="button-row">
          <Button onClick={state.restore}>恢复</Button>
          <Button onClick={state.forget}>不要了</Button>
        </div>
      }
      style={{ marginBottom: 16 }}
    />
  );
}

function FailureNote<V extends object>({ state }: { state: SettingFormState<V> }) {
  if (!state.failure) return null;
  return (
    <Alert
      type="error"
      showIcon
      title={state.conflict ? '刚刚被别人改过，没有保存。您填写的内容还在这一页。' : state.failure}
      {...(state.conflict
        ? {
            description: '可以先在“修改记录”里看看别人改了什么；确定要用您填写的，就再保存一次。',
            action: (
              <Button danger loading={state.busy} onClick={state.overwrite}>
                用我填写的保存
              </Button>
            ),
          }
        : {})}
      style={{ marginBottom: 16 }}
    />
  );
}

interface SettingFormProps<V extends object> {
  state: SettingFormState<V>;
  children: ReactNode;
  /** Buttons stand below unless the frame has its own. */
  saveText?: string | null;
  extraButtons?: ReactNode;
}

/** The form of a part of the set-up: notes above, fields, and the button that saves. */
export function SettingForm<V extends object>({
  state,
  children,
  saveText = '保存',
  extraButtons,
}: SettingFormProps<V>) {
  return (
    <Form<V>
      form={state.form}
      layout="vertical"
      scrollToFirstError={{ focus: true }}
      initialValues={state.loaded}
      onValuesChange={state.changed}
      onFinish={state.submit}
      style={{ maxWidth: 880 }}
    >
      <FoundNote state={state} />
      <FailureNote state={state} />
      {children}
      {saveText === null ? (
        <button type="submit" hidden />
      ) : (
        <div className="button-row">
          <Button type="primary" htmlType="submit" loading={state.busy}>
            {saveText}
          </Button>
          {extraButtons}
          {state.dirty && (
            <span className="soft" role="status" style={{ alignSelf: 'center' }}>
              有没保存的修改
            </span>
          )}
        </div>
      )}
    </Form>
  );
}

interface LinesInputProps {
  id?: string;
  value?: string[];
  onChange?: (lines: string[]) => void;
  rows?: number;
}

/** A list of sentences, one a line. */
export const LinesInput = ({ id, value, onChange, rows = 4 }: LinesInputProps) => (
  <Input.TextArea
    {...(id === undefined ? {} : { id })}
    rows={rows}
    value={(value ?? []).join('\n')}
    onChange={(event) => onChange?.(event.target.value === '' ? [] : event.target.value.split('\n'))}
  />
);

/** The lines that hold something. */
export const filledLines = (lines: readonly string[] | undefined): string[] =>
  (lines ?? []).map((line) => line.trim()).filter((line) => line !== '');
