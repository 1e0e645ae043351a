import { policies, routeTable, type RouteName } from '@linkang/shared/api/index';
import type { RouteDef } from '@linkang/shared/api/route';
import { z } from 'zod';
import { faultsOf, outcomeOf } from '../support/answers';
import { buildCitizen, staffCaller, type Citizen } from '../support/clinic';
import { Caller } from '../support/http';
import { startServer, type TestServer } from '../support/server';

let server: TestServer;
let citizen: Citizen;

beforeAll(async () => {
  server = await startServer({ limits: false });
  citizen = await buildCitizen(server);
});
afterAll(() => server.stop());

const routes = Object.entries(routeTable).flatMap(([feature, group]) =>
  Object.entries(group).map(([key, route]) => [`${feature}.${key}` as RouteName, route as RouteDef] as const),
);

const callerFor = (name: RouteName): Caller => {
  const row = policies[name];
  if (row.public) return new Caller(server.baseUrl);
  return row.resident ? citizen.caller : staffCaller(server, ['director', 'editor', 'doctor', 'desk', 'admin']);
};

/** Fields of a request's part, without those that hold fields of their own. */
const scalarsOf = (schema: z.ZodType | undefined): string[] => {
  if (!(schema instanceof z.ZodObject)) return [];
  const shape = schema.shape as Record<string, z.ZodType>;
  return Object.keys(shape).filter((field) => !shape[field]?.safeParse({}).success);
};

const cases = (part: 'body' | 'query') =>
  routes.flatMap(([name, route]) => scalarsOf(route[part]).map((field) => [name, field, route] as const));
const pathOf = (route: RouteDef): string => route.path.replace(':id', 'some-id');

const operators = [{ $ne: null }, { $gt: '' }, { $regex: '.*' }, { $where: 'sleep(1000)' }, [{ $ne: null }]];

describe('a database operator in a body', () => {
  it.each(cases('body'))('is refused by %s in %s', async (name, field, route) => {
    for (const operator of operators) {
      const method = route.method.toUpperCase();
      const answer = await callerFor(name).send(method, pathOf(route), { [field]: operator });
      expect(outcomeOf(answer)).toBe('400 VALIDATION_FAILED');
      expect(faultsOf(answer).filter((fault) => fault.startsWith(`body.${field}`))).not.toEqual([]);
    }
  });

  it('was tried on every route with a body', () => {
    expect(new Set(cases('body').map(([name]) => name))).toEqual(
      new Set(routes.filter(([, route]) => route.body).map(([name]) => name)),
    );
  });
});

interface Shape {
  type?: string;
  properties?: Record<string, Shape>;
  items?: Shape;
}

/** Fields inside of fields and lists, as the way to each. */
const innerPathsOf = (shape: Shape, at: string[] = []): string[][] => {
  const inner: [string, Shape][] = [
    ...Object.entries(shape.properties ?? {}),
    ...(shape.items ? [['0', shape.items] as [string, Shape]] : []),
  ];
  if (inner.length === 0) return at.length > 1 ? [at] : [];
  return inner.flatMap(([key, next]) => innerPathsOf(next, [...at, key]));
};

const innerCases = routes.flatMap(([name, route]) => {
  if (!route.body) return [];
  const shape = z.toJSONSchema(route.body, { io: 'input', unrepresentable: 'any' }) as Shape;
  return innerPathsOf(shape).map((steps) => [name, steps.join('.'), route] as const);
});

/** A body with a value at the end of a way, and nothing else. */
const bodyWith = (steps: readonly string[], value: unknown): unknown =>
  steps.reduceRight<unknown>((inner, step) => (step === '0' ? [inner] : { [step]: inner }), value);

describe('a database operator inside of a body', () => {
  it.each(innerCases)('is refused by %s in %s', async (name, field, route) => {
    for (const operator of operators.slice(0, 2)) {
      const method = route.method.toUpperCase();
      const answer = await callerFor(name).send(method, pathOf(route), bodyWith(field.split('.'), operator));
      expect(outcomeOf(answer)).toBe('400 VALIDATION_FAILED');
      expect(faultsOf(answer).filter((fault) => fault.startsWith(`body.${field.split('.')[0]}`))).not.toEqual([]);
    }
  });

  it('was tried where bodies have lists and fields of fields', () => {
    expect(innerCases.map(([name, field]) => `${name} ${field}`)).toEqual(
      expect.arrayContaining(['session.create quotas.online', 'sheet.apply ticks.0.id']),
    );
  });
});

describe('a query', () => {
  it.each(cases('query'))('of %s takes %s once and as text', async (name, field, route) => {
    const answer = await callerFor(name).get(`${pathOf(route)}?${field}=a1&${field}=b2`);
    expect(outcomeOf(answer)).toBe('400 VALIDATION_FAILED');
    expect(faultsOf(answer).filter((fault) => fault.startsWith(`query.${field} `))).not.toEqual([]);
  });

  it.each(cases('query'))('of %s does not read an operator in %s', async (name, field, route) => {
    const caller = callerFor(name);
    const plain = await caller.get(pathOf(route));
    for (const operator of ['$ne', '$gt', '$regex']) {
      const answer = await caller.get(`${pathOf(route)}?${field}[${operator}]=`);
      expect([answer.status, faultsOf(answer)]).toEqual([plain.status, faultsOf(plain)]);
    }
  });
});

describe('an id in the path', () => {
  const withId = routes.filter(([, route]) => route.path.includes(':id'));

  it.each(withId)('of %s is a plain word', async (name, route) => {
    for (const id of ['%7B%22$ne%22:null%7D', '$ne', '..%2F..', 'a'.repeat(65), '%E4%BD%A0', '%00', "'or'1"]) {
      const answer = await callerFor(name).send(
        route.method.toUpperCase(),
        route.path.replace(':id', id),
        route.method === 'get' ? undefined : {},
      );
      expect(outcomeOf(answer)).toBe('400 VALIDATION_FAILED');
    }
  });
});
