import { policies, routeTable, type RouteName } from '@linkang/shared/api/index';
import type { RouteDef } from '@linkang/shared/api/route';
import { z } from 'zod';

/*
 * Every route that takes free words says that others will be shown them, so that WeChat is asked first, or stands here
 * with the reason why not. What tells of a person never goes to WeChat.
 */
const SECRET = 'a password, code or number that nobody is shown';
const PERSON = "a person's own data: seen by themselves, their relatives and staff with a ground";
const STAFF_ONLY = 'words among staff';
const FIXED = 'a code or name out of what is set up';
const TOLD = 'an answer to one person, about that person';
const AT_ONCE = 'those who lose a seat are told at once; WeChat looks at each message that it sends';
const PLACE = 'the short name of a place, hospital or day';

const unpublished: Partial<Record<RouteName, string>> = {};
const say = (reason: string, names: readonly RouteName[]): void =>
  names.forEach((name) => (unpublished[name] = reason));
say(SECRET, ['auth.wechat', 'auth.phone', 'auth.staff', 'auth.refresh', 'auth.changePassword', 'auth.startOtp']);
say(SECRET, ['claim.create', 'claim.confirm', 'auth.official', 'auth.sendCode', 'auth.signInByCode']);
say(SECRET, ['auth.sendOwnCode', 'auth.bindPhone']);
say(PERSON, ['resident.create', 'resident.update', 'resident.saveConsent', 'proxy.create', 'contract.create']);
say(PERSON, ['contract.signOnSite', 'contract.renew', 'contract.transfer']);
say(PERSON, ['resident.addIdNumber', 'guardian.add', 'guardian.end']);
say(PERSON, ['followup.enrol', 'followup.create', 'followup.amend', 'followup.end']);
say(PERSON, ['measurement.create', 'measurement.saveLimits', 'measurement.acknowledge']);
say(PERSON, ['screening.addEntry', 'screening.settle', 'lecture.feedback']);
say(STAFF_ONLY, ['lecture.addCounted', 'lecture.saveRecord']);
say(STAFF_ONLY, ['screening.createEvent']);
say(STAFF_ONLY, ['article.sendBack', 'article.saveCopy']);
say(STAFF_ONLY, ['quiz.givePrize']);
say(STAFF_ONLY, ['export.create', 'export.refuse', 'merge.create']);
say(STAFF_ONLY, ['staff.create', 'staff.update', 'emergency.start', 'emergency.review']);
say(PERSON, ['record.close', 'record.reopen']);
say(STAFF_ONLY, ['proxy.confirm', 'booking.extra', 'sheet.apply']);
say(TOLD, ['booking.appeal', 'booking.answerAppeal', 'contract.reject', 'contract.end']);
say(TOLD, ['correction.create', 'correction.answer']);
say(PERSON, ['task.settle', 'physical.enter', 'physical.review', 'physical.reopen']);
say(AT_ONCE, ['session.suspend', 'session.update']);
say(PLACE, ['session.create', 'schedule.createTemplate', 'schedule.updateTemplate', 'schedule.createDay']);
say(PLACE, ['schedule.updateDay', 'schedule.importDays']);
say(PLACE, ['area.createCell', 'area.updateCell']);
say(STAFF_ONLY, ['education.createBoard', 'education.updateBoard', 'education.addChange', 'education.updateChange']);
say(STAFF_ONLY, ['education.createMaterial', 'education.updateMaterial']);
say(STAFF_ONLY, ['education.addEntry', 'education.updateEntry']);
say(FIXED, ['notice.credits', 'bulk.candidates']);

interface JsonSchema {
  type?: string;
  enum?: unknown;
  const?: unknown;
  pattern?: string;
  format?: string;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
}

/** Whether somewhere in a schema stands text that is neither chosen from a list nor bound to a form. */
function takesWords(schema: JsonSchema): boolean {
  const { type, pattern, format, properties = {}, items, anyOf = [] } = schema;
  if (type === 'string') return !schema.enum && schema.const === undefined && !pattern && !format;
  return [...Object.values(properties), ...(items ? [items] : []), ...anyOf].some(takesWords);
}

const routes = Object.entries(routeTable).flatMap(([feature, group]) =>
  Object.entries(group).map(([key, route]) => [`${feature}.${key}` as RouteName, route as RouteDef] as const),
);
const schemaOf = ({ body }: RouteDef): JsonSchema =>
  body ? (z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }) as JsonSchema) : {};

describe('words that others are shown', () => {
  it('are named by every route that takes some, or it is known why not', () => {
    const withWords = routes.filter(([, route]) => takesWords(schemaOf(route)));
    const unclear = withWords.filter(([name, route]) => !route.published && !unpublished[name]);
    expect(unclear.map(([name]) => name)).toEqual([]);
    const names = withWords.filter(([, route]) => !route.published).map(([name]) => name);
    expect(Object.keys(unpublished).filter((name) => !names.includes(name as RouteName))).toEqual([]);
  });

  it('are fields that there are', () => {
    const published = routes.filter(([, route]) => route.published);
    expect(published.length).toBeGreaterThan(10);
    for (const [name, route] of published) {
      const properties = Object.keys(schemaOf(route).properties ?? {});
      expect([name, (route.published ?? []).filter((field) => !properties.includes(field))]).toEqual([name, []]);
    }
  });

  it('come from staff alone: nothing that a resident writes is shown before it was checked', () => {
    const open = routes.filter(
      ([name, { published }]) => published && (policies[name].resident || policies[name].public),
    );
    expect(open.map(([name]) => name)).toEqual([]);
  });
});
