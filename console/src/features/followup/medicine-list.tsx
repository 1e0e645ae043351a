import type { Medicine } from '@linkang/shared/api/followup.routes';
import { MAX_MEDICINES } from '@linkang/shared/domain/follow-up-visit';
import { Button, Input } from 'antd';

const columns = [
  { key: 'name', title: '药名', max: 40 },
  { key: 'dose', title: '每次多少', max: 20 },
  { key: 'often', title: '多久一次', max: 20 },
] as const;

interface MedicineListProps {
  medicines: readonly Medicine[];
  onChange: (medicines: Medicine[]) => void;
}

/** What the person takes: name, dose and how often. */
export function MedicineList({ medicines, onChange }: MedicineListProps) {
  const change = (at: number, key: keyof Medicine, text: string): void =>
    onChange(medicines.map((row, index) => (index === at ? { ...row, [key]: text } : row)));
  return (
    <fieldset className="plain-fieldset">
      <legend>用药</legend>
      {medicines.map((row, index) => (
        // Rows have no other name than their place.
        <div key={index} className="followup-medicine">
          {columns.map(({ key, title, max }) => (
            <Input
              key={key}
              aria-label={`第${index + 1}种药的${title}`}
              placeholder={title}
              maxLength={max}
              value={row[key]}
              onChange={(event) => change(index, key, event.target.value)}
            />
          ))}
          <Button
            aria-label={`去掉第${index + 1}种药`}
            onClick={() => onChange(medicines.filter((_, other) => other !== index))}
          >
            去掉
          </Button>
        </div>
      ))}
      {medicines.length < MAX_MEDICINES && (
        <Button onClick={() => onChange([...medicines, { name: '', dose: '', often: '' }])}>加一种药</Button>
      )}
    </fieldset>
  );
}
