import { useMemo } from 'react';
import { diffTexts, linesOf, type DiffPart } from './text-diff';

/** What is compared. */
interface Words {
  title: string;
  category: string;
  html: string;
}

interface DiffViewProps {
  before: Words;
  after: Words;
  beforeName: string;
  afterName: string;
}

const linesOfWords = ({ title, category, html }: Words): string[] => [
  `标题：${title}`,
  `分类：${category}`,
  ...linesOf(html),
];

function Parts({ parts }: { parts: readonly DiffPart[] }) {
  return (
    <td>
      {parts.map(({ kind, text }, index) =>
        kind === 'added' ? (
          <ins key={index}>{text}</ins>
        ) : kind === 'removed' ? (
          <del key={index}>{text}</del>
        ) : (
          <span key={index}>{text}</span>
        ),
      )}
    </td>
  );
}

/** Two texts side by side, with what differs marked; words only, so that nothing of it can run. */
export function DiffView({ before, after, beforeName, afterName }: DiffViewProps) {
  const rows = useMemo(() => diffTexts(linesOfWords(before), linesOfWords(after)), [before, after]);
  const isSame = rows.every(({ kind }) => kind === 'same');
  return (
    <div className="diff-frame" tabIndex={0} role="region" aria-label={`${beforeName}和${afterName}的对照`}>
      {isSame && <p className="soft">两份文字没有不同（格式和图片可能有变化）。</p>}
      <table className="diff">
        <thead>
          <tr>
            <th scope="col">{beforeName}</th>
            <th scope="col">{afterName}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ kind, before: left, after: right }, index) => (
            <tr key={index} className={`diff-${kind}`}>
              <Parts parts={left} />
              <Parts parts={right} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
