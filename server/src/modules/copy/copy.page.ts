import { dayOf, timeOf } from '@linkang/shared/domain/clinic-day';
import type { PersonalSection } from '../../platform/module';

const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0) ?? 0};`);

const say = (value: string | number | boolean | null | undefined): string => {
  if (value === null || value === undefined || value === '') return '—';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)) {
    const at = new Date(value);
    return `${dayOf(at)} ${timeOf(at)}`;
  }
  return escape(String(value));
};

function sectionOf({ title, labels, rows }: PersonalSection): string {
  const keys = Object.keys(labels);
  const line = (row: PersonalSection['rows'][number]): string =>
    `<ul>${keys.map((key) => `<li>${escape(labels[key] ?? key)}：${say(row[key])}</li>`).join('')}</ul>`;
  return `<h2>${escape(title)}（${rows.length}条）</h2>${rows.map(line).join('') || '<p>没有记录。</p>'}`;
}

/** The copy as a page that opens in any browser. */
export const pageOf = (centre: string, at: Date, sections: readonly PersonalSection[]): string =>
  [
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width"><title>我的信息</title>',
    '<style>body{font:18px/1.6 sans-serif;max-width:40em;margin:1em auto;padding:0 1em}ul{padding-left:1.2em}</style>',
    `</head><body><h1>我的信息</h1><p>${escape(centre)}，${dayOf(at)} ${timeOf(at)} 导出。请妥善保管，不要发给别人。</p>`,
    ...sections.map(sectionOf),
    '</body></html>',
  ].join('\n');

/** The copy for machines. */
export const jsonOf = (centre: string, at: Date, sections: readonly PersonalSection[]): string =>
  JSON.stringify(
    {
      centre,
      exportedAt: at.toISOString(),
      data: Object.fromEntries(sections.map(({ key, title, labels, rows }) => [key, { title, labels, rows }])),
    },
    null,
    2,
  );
