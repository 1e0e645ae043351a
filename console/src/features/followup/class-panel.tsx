import { addDays } from '@linkang/shared/domain/clinic-day';
import { classesOf, FOLLOW_UP_WORDS_MAX } from '@linkang/shared/domain/follow-up-visit';
import { Input, Select, Tag } from 'antd';
import { dayText } from '../../components/words';
import type { Draft, LivePart } from './use-visit-form';

interface ClassPanelProps {
  part: LivePart;
  day: string;
  /** Whether the caller confirms classes, and may choose another one. */
  isDoctor: boolean;
  onChange: (change: Partial<Draft>) => void;
}

function OtherClass({ part, onChange }: Pick<ClassPanelProps, 'part' | 'onChange'>) {
  const { programme, draft, chosen } = part;
  return (
    <>
      <label className="followup-label" htmlFor={`${programme.code}-class`}>
        医生确认分类
      </label>
      <Select
        id={`${programme.code}-class`}
        className="followup-wide"
        value={chosen?.class ?? null}
        placeholder="填好必填项后自动分类"
        options={classesOf(programme).map(({ code, name }) => ({ value: code, label: name }))}
        onChange={(code: string) => onChange({ class: code })}
      />
      {chosen?.isOther && (
        <>
          <label className="followup-label" htmlFor={`${programme.code}-reason`}>
            改分类的原因<span className="followup-must">必填</span>
          </label>
          <Input.TextArea
            id={`${programme.code}-reason`}
            rows={2}
            maxLength={FOLLOW_UP_WORDS_MAX}
            value={draft.reason}
            onChange={(event) => onChange({ reason: event.target.value })}
          />
        </>
      )}
    </>
  );
}

/** What the table says of what was entered so far, in words, and what follows from it. */
export function ClassPanel({ part, day, isDoctor, onChange }: ClassPanelProps) {
  const { programme, assessment, chosen, draft } = part;
  const latest = chosen && addDays(day, chosen.nextDueDays);
  const nextDay = latest && draft.nextDay !== undefined && draft.nextDay <= latest ? draft.nextDay : latest;
  return (
    <div className={`followup-class${chosen?.urgent ? ' is-urgent' : ''}`}>
      <div role="status">
        <p>
          {chosen ? (
            <Tag color={chosen.urgent ? 'error' : 'processing'}>{chosen.className}</Tag>
          ) : (
            <Tag>还没有分类</Tag>
          )}
          {assessment.decision.sentence}
        </p>
        {chosen && <p>{chosen.action}</p>}
        {chosen && <p className="followup-soft">告诉居民：{chosen.resident}</p>}
        {chosen?.referral && <p>保存后自动生成转诊和追问的任务。</p>}
      </div>
      {isDoctor && <OtherClass part={part} onChange={onChange} />}
      {latest && (
        <>
          <label className="followup-label" htmlFor={`${programme.code}-next`}>
            下次随访（最晚 {dayText(latest)}）
          </label>
          <Input
            id={`${programme.code}-next`}
            type="date"
            className="followup-date"
            min={addDays(day, 1)}
            max={latest}
            value={nextDay}
            onChange={(event) => onChange({ nextDay: event.target.value || latest })}
          />
        </>
      )}
    </div>
  );
}
