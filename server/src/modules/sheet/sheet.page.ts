import type { RosterRow } from '@linkang/shared/api/session.routes';
import { dayOf, sayDay, timeOf } from '@linkang/shared/domain/clinic-day';
import { maskName } from '@linkang/shared/domain/masking';
import { pageScript, pageStyle } from './sheet.assets';

/** A session with its people, as it stands on the sheet. */
export interface SheetSession {
  serviceName: string;
  startTime: string;
  endTime: string;
  place: string;
  doctor?: { name: string } | undefined;
  rows: RosterRow[];
}

interface SheetPage {
  centreName: string;
  day: string;
  issuedAt: string;
  sessions: SheetSession[];
  sheet: string;
  signature: string;
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (letter) => escapes[letter] as string);

/** Inside a script element nothing may look like its end. */
const asScriptData = (value: unknown): string => JSON.stringify(value).replace(/</g, '\\u003c');

const sexNames = { male: '男', female: '女' } as const;

const box = (row: RosterRow, kind: 'arrived' | 'done', word: string): string => {
  const isThere = row.status === 'done' || (kind === 'arrived' && row.status !== 'booked');
  if (isThere) return '<td class="tick">已录</td>';
  const name = `${word} ${row.number}号 ${maskName(row.residentName)}`;
  return `<td class="tick"><input type="checkbox" data-id="${escape(row.id)}" data-kind="${kind}" aria-label="${escape(name)}"></td>`;
};

const renderRow = (row: RosterRow): string =>
  `<tr><td>${row.number}</td><td>${row.startTime}</td><td>${escape(maskName(row.residentName))}</td><td>${
    sexNames[row.sex]
  } / ${row.age}岁</td><td>${escape(row.phoneMasked ?? '未留')}</td>${box(row, 'arrived', '已到')}${box(
    row,
    'done',
    '看完',
  )}</tr>`;

const columns = ['号', '时间', '姓名', '性别 / 年龄', '电话', '已到', '看完']
  .map((name) => `<th scope="col">${name}</th>`)
  .join('');

const renderSession = (session: SheetSession): string => {
  const title = [session.serviceName, `${session.startTime}–${session.endTime}`, session.place, session.doctor?.name]
    .filter((part) => part !== undefined)
    .join(' · ');
  return `<section><h2>${escape(title)}</h2><table><thead><tr>${columns}</tr></thead><tbody>${session.rows
    .map(renderRow)
    .join('')}</tbody></table></section>`;
};

/**
 * The page as one file without anything outside of it. It leaves the house: names are masked, and what it gives
 * back holds no name at all.
 */
export function renderSheet({ centreName, day, issuedAt, sessions, sheet, signature }: SheetPage): string {
  const made = new Date(issuedAt);
  const people = sessions.reduce((sum, { rows }) => sum + rows.length, 0);
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>离线名单 ${day}</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<h1>${escape(centreName)} 离线名单 ${sayDay(day)}</h1>
<p>共 ${people} 人，${sayDay(dayOf(made))} ${timeOf(made)} 下载，之后的预约不在上面。系统不能用时在这里打勾，恢复后导出，再到“离线名单”页上传。</p>
<p class="bar"><span id="count" role="status"></span><button type="button" id="export">导出打勾结果</button></p>
<p id="trouble" role="alert"></p>
</header>
<main>${sessions.map(renderSession).join('') || '<p>这一天没有预约。</p>'}</main>
<script>
const signed = ${asScriptData({ sheet, signature })};
const day = ${asScriptData(day)};
${pageScript}
</script>
</body>
</html>
`;
}
