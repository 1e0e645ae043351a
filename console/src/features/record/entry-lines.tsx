import type { HealthRecord } from '@linkang/shared/api/record.routes';
import type { FormSection } from '@linkang/shared/domain/record-form';
import { linesOf } from './record-words';

/** What one part says, line by line. */
export function EntryLines({ record, section }: { record: HealthRecord; section: FormSection }) {
  const lines = linesOf(record, section);
  if (!lines || lines.length === 0) return <p className="record-none">还没有填写</p>;
  return (
    <ul className="record-lines">
      {lines.map(({ name, text }, index) => (
        <li key={`${name}${index}`}>
          {name && <span className="record-name">{name}</span>}
          <span>{text}</span>
        </li>
      ))}
    </ul>
  );
}
