import type { FieldRule, FieldValue } from '@linkang/shared/domain/field-rules';
import { Button } from 'antd';
import { ClassPanel } from './class-panel';
import { FieldInput } from './field-input';
import type { Draft, LivePart } from './use-visit-form';

interface PartFormProps {
  part: LivePart;
  day: string;
  isDoctor: boolean;
  /** Whether saving was tried: then what is missing is marked as well. */
  isTried: boolean;
  onValue: (field: FieldRule, value: FieldValue | undefined) => void;
  onChange: (change: Partial<Draft>) => void;
  /** Leaves this programme out of the visit. */
  onLeaveOut?: () => void;
}

/** One programme's part of a visit: what must be asked, what may be asked, and the class. */
export function PartForm(props: PartFormProps) {
  const { part, day, isDoctor, isTried, onValue, onChange, onLeaveOut } = props;
  const { programme, fields, draft, assessment } = part;
  const faultOf = (code: string): string | undefined =>
    assessment.faults.find((fault) => fault.field === code && (isTried || fault.code !== 'MISSING'))?.text;
  const show = (field: FieldRule) => (
    <FieldInput
      key={field.code}
      prefix={programme.code}
      field={field}
      value={draft.values[field.code]}
      fault={faultOf(field.code)}
      onChange={(value) => onValue(field, value)}
    />
  );
  const others = fields.filter(({ required }) => !required);
  return (
    <section className="panel" aria-label={`${programme.name}随访`}>
      <div className="followup-visit-head">
        <h2>{programme.name}</h2>
        {onLeaveOut && <Button onClick={onLeaveOut}>这次不填{programme.name}</Button>}
      </div>
      <div className="followup-fields">{fields.filter(({ required }) => required).map(show)}</div>
      {others.length > 0 && (
        <details className="followup-more">
          <summary>其他项目（{others.length}项，可不填）</summary>
          <div className="followup-fields">{others.map(show)}</div>
        </details>
      )}
      <ClassPanel part={part} day={day} isDoctor={isDoctor} onChange={onChange} />
    </section>
  );
}
