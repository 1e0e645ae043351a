import { addDays, dayOf, yearOf } from '@linkang/shared/domain/clinic-day';
import type { Deps } from '../../platform/deps';
import { createDemoPicture } from '../file';
import { insertBoard } from './board.model';
import { insertChange } from './change.model';
import { insertEntry } from './entry.model';
import { insertMaterial } from './material.model';

const boards = [
  { name: '东门宣传栏', place: '中心东门外', area: 2.4, height: 1.55 },
  { name: '候诊大厅宣传栏', place: '一楼候诊大厅', area: 2, height: 1.5 },
] as const;
const topics = ['冬季预防流感', '合理用药', '高血压日常管理', '夏季防中暑', '秋季接种流感疫苗', '预防跌倒'] as const;

/** Copies that came, and that were handed out; the first is out, the second nearly. */
const prints = [
  { name: '高血压防治折页', topic: '高血压', received: 400, handed: 400 },
  { name: '糖尿病饮食手册', topic: '糖尿病', received: 300, handed: 262 },
  { name: '老年人防跌倒折页', topic: '老年人健康', received: 500, handed: 120 },
  { name: '流感疫苗接种单', topic: '预防接种', received: 600, handed: 350 },
  { name: '家庭医生签约单', topic: '签约服务', received: 800, handed: 210 },
  { name: '健康素养66条', topic: '健康素养', received: 300, handed: 90 },
  { name: '合理膳食折页', topic: '营养', received: 300, handed: 60 },
  { name: '控烟折页', topic: '控烟', received: 200, handed: 45 },
  { name: '结核病防治折页', topic: '传染病', received: 200, handed: 50 },
] as const;
const films = ['八段锦教学', '七步洗手法', '胸痛怎么办', '认识脑卒中'] as const;

/** Two boards with something new at the beginning of each two months of the year, the last one still to come. */
async function createBoards(deps: Deps, by: { createdBy: string; createdAt: Date; rev: number }): Promise<void> {
  const today = dayOf(by.createdAt);
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="960" height="640"><rect width="960" height="640" fill="#e2efe9"/>' +
    '<rect x="90" y="90" width="780" height="460" rx="12" fill="#fffdf8" stroke="#0f5b50" stroke-width="14"/>' +
    '<path d="M160 190h640M160 270h640M160 350h420" stroke="#3e4a46" stroke-width="18"/></svg>';
  await createDemoPicture('demo-board', svg, by.createdBy, by.createdAt);
  for (const [at, board] of boards.entries()) {
    const boardId = `demo-board-${at + 1}`;
    await insertBoard({ _id: boardId, ...board, since: `${yearOf(today) - 2}-03-01`, until: null, ...by });
    for (const [index, topic] of topics.entries()) {
      const day = `${yearOf(today)}-${String(index * 2 + 1).padStart(2, '0')}-0${at + 3}`;
      if (day > addDays(today, -20)) continue;
      const change = { boardId, day, topic, fileIds: ['demo-board'], state: 'kept' as const };
      await insertChange({ _id: `${boardId}-${index + 1}`, ...change, ...by });
    }
  }
}

/** Leaflets and films as a centre has them in the course of a year. */
export async function createDemoLedgers(deps: Deps, createdBy: string): Promise<void> {
  const by = { createdBy, createdAt: deps.clock.now(), rev: 0 };
  const today = dayOf(by.createdAt);
  await createBoards(deps, by);
  for (const [at, { name, topic, received, handed }] of prints.entries()) {
    const _id = `demo-print-${at + 1}`;
    const line = { materialId: _id, state: 'kept' as const, ...by };
    const [came, gone] = [addDays(today, -90 - at), addDays(today, -30 - at)];
    await insertEntry({
      ...line,
      _id: `${_id}-a`,
      kind: 'received',
      day: came,
      toDay: came,
      copies: received,
      occasion: '区疾控中心领取',
    });
    await insertEntry({
      ...line,
      _id: `${_id}-b`,
      kind: 'handed',
      day: gone,
      toDay: gone,
      copies: handed,
      occasion: '门诊和讲座发放',
    });
    await insertMaterial({
      _id,
      sort: 'print',
      name,
      topic,
      refillAt: 50,
      active: true,
      stock: received - handed,
      ...by,
    });
  }
  for (const [at, name] of films.entries()) {
    const _id = `demo-film-${at + 1}`;
    const [day, toDay] = [addDays(today, -60 - at * 7), addDays(today, -54 - at * 7)];
    const shown = { kind: 'shown' as const, day, toDay, copies: null, occasion: '一楼候诊区' };
    await insertEntry({ ...by, ...shown, _id: `${_id}-a`, materialId: _id, state: 'kept' });
    await insertMaterial({ _id, sort: 'av', name, topic: '健康生活', refillAt: 0, active: true, stock: 0, ...by });
  }
}
