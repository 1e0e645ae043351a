import type { Physical } from '@linkang/shared/api/physical.routes';
import type { ExamItem } from '@linkang/shared/domain/exam-table';
import { sayExamValue } from '@linkang/shared/domain/exam-words';
import type { KeyboardEvent } from 'react';
import { ItemInput } from './item-input';
import { contentOf, referenceText, verdictWords } from './items';
import type { Draft, Entries } from './use-entries';
import type { Content } from './unsaved';

interface ItemRowProps {
  item: ExamItem;
  physical: Physical;
  entries: Entries;
}

const FIELDS = 'input:not([disabled]), select:not([disabled])';

/** Enter goes on to the next item, as Tab does to the next field. */
function goOn(event: KeyboardEvent<HTMLElement>): void {
  const { target, currentTarget } = event;
  const isField = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
  if (event.key !== 'Enter' || !isField || event.nativeEvent.isComposing) return;
  event.preventDefault();
  const next = currentTarget.nextElementSibling?.querySelector<HTMLElement>(FIELDS);
  if (next) next.focus();
  else target.blur();
}

const sayContent = (item: ExamItem, { value, refused }: Content): string =>
  refused !== undefined ? `没做：${refused}` : value === undefined ? '没有填' : sayExamValue(item, value);

function Verdict({ entry }: { entry: Physical['entries'][number] | undefined }) {
  if (!entry?.verdict || entry.verdict === 'recorded') return null;
  return (
    <span className={`verdict verdict-${entry.verdict}`}>
      {verdictWords[entry.verdict]}
      {entry.direction === 'high' && ' ↑'}
      {entry.direction === 'low' && ' ↓'}
    </span>
  );
}

function State({ draft, isSaved }: { draft: Draft | undefined; isSaved: boolean }) {
  if (draft?.state === 'faulty') return <span className="item-fault">{draft.text}</span>;
  if (draft?.state === 'waiting') return <span className="item-waiting">还没保存，正在保存…</span>;
  if (draft) return null;
  return isSaved ? <span className="item-saved">已保存</span> : null;
}

function Conflict({ item, physical, entries }: ItemRowProps) {
  const entry = physical.entries.find(({ code }) => code === item.code);
  const own = entries.drafts[item.code]?.content ?? {};
  return (
    <div className="item-conflict" role="alert">
      {entry?.byName ?? '别人'}刚填了“{sayContent(item, contentOf(entry))}”，您填的是“{sayContent(item, own)}”。
      <button type="button" onClick={() => entries.settle(item.code, false)}>
        用{entry?.byName ?? '别人'}的
      </button>
      <button type="button" onClick={() => entries.settle(item.code, true)}>
        用我的
      </button>
    </div>
  );
}

/** One item: its name, what is entered, unit, what is normal, and how it stands. */
export function ItemRow({ item, physical, entries }: ItemRowProps) {
  const { code } = item;
  const entry = physical.entries.find((one) => one.code === code);
  const draft = entries.drafts[code];
  const content = draft?.content ?? contentOf(entry);
  const disabled = physical.status === 'released';
  const reference = referenceText(item, physical);
  const isRefused = content.refused !== undefined;
  return (
    <div
      className={draft?.state === 'faulty' ? 'item-row item-row-faulty' : 'item-row'}
      onKeyDown={goOn}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) entries.leave(code);
      }}
    >
      <div className="item-name">
        {item.plain}
        {physical.missing.includes(code) && <span className="item-required">必查</span>}
      </div>
      <div className="item-field">
        {isRefused ? (
          <input
            className="item-text"
            aria-label={`${item.plain} 没做的原因`}
            placeholder="为什么没做"
            value={content.refused}
            disabled={disabled}
            onChange={(event) => entries.edit(code, { refused: event.target.value })}
          />
        ) : (
          <ItemInput
            item={item}
            value={content.value}
            disabled={disabled}
            onChange={(value) => entries.edit(code, value === undefined ? {} : { value })}
          />
        )}
        <span className="item-unit">{item.unit === 'points' ? '' : item.unit}</span>
      </div>
      <div className="item-reference">{reference && `正常${reference}`}</div>
      <div className="item-state" aria-live="polite">
        {!draft && <Verdict entry={entry} />}
        <State draft={draft} isSaved={entry !== undefined && (entry.value !== null || entry.refused !== null)} />
      </div>
      <div>
        {!disabled && (
          <button
            type="button"
            className="item-refuse"
            tabIndex={-1}
            aria-label={isRefused ? `${item.plain} 改为填结果` : `${item.plain} 没做`}
            onClick={() => entries.edit(code, isRefused ? {} : { refused: '' })}
          >
            {isRefused ? '改为填结果' : '没做'}
          </button>
        )}
      </div>
      {!draft && entry?.verdict === 'critical' && (
        <div className="item-critical" role="note">
          {entry.sentence}
        </div>
      )}
      {draft?.state === 'conflict' && <Conflict item={item} physical={physical} entries={entries} />}
    </div>
  );
}
