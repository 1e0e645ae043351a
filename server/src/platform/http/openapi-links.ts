import { routeTable, type RouteName } from '@linkang/shared/api/index';
import type { RouteDef } from '@linkang/shared/api/route';
import { z } from 'zod';

/** One thing that can be done with an answer. */
interface Link {
  operationId: RouteName;
  parameters?: Record<string, string>;
  requestBody?: Record<string, string>;
}

/** An id in an answer: the objects that it names, and the field that holds it elsewhere. */
interface Given {
  expression: string;
  path: string;
  field: string;
}

const allRoutes = (): (readonly [RouteName, RouteDef])[] =>
  Object.entries(routeTable).flatMap(([feature, group]) =>
    Object.entries(group).map(([key, route]) => [`${feature}.${key}` as RouteName, route as RouteDef] as const),
  );

const shapeOf = (schema: z.ZodType | undefined): Record<string, z.ZodType> =>
  schema instanceof z.ZodObject ? (schema.shape as Record<string, z.ZodType>) : {};

const itemShape = (schema: z.ZodType | undefined): Record<string, z.ZodType> =>
  schema instanceof z.ZodArray ? shapeOf(schema.element as z.ZodType) : {};

/** The id that an answer gives: of what was made, of the first of a list, of the person whom the account stands for. */
function givenBy(name: RouteName, { method, path, params, status, reply }: RouteDef): Given | undefined {
  const feature = name.slice(0, name.indexOf('.'));
  const shape = shapeOf(reply);
  if (name === 'auth.me')
    return { expression: '$response.body#/residents/0/id', path: '/residents', field: 'residentId' };
  if (params !== undefined) return undefined;
  if (status === 201 && 'id' in shape) return { expression: '$response.body#/id', path, field: `${feature}Id` };
  if (method === 'get' && 'id' in itemShape(shape.items))
    return { expression: '$response.body#/items/0/id', path, field: `${feature}Id` };
  return undefined;
}

/** How a route takes the id; undefined where it has no use for it. */
function linkTo(given: Given, name: RouteName, { path, query, body }: RouteDef): Link | undefined {
  const { expression, field } = given;
  if (path.startsWith(`${given.path}/:id`)) return { operationId: name, parameters: { id: expression } };
  if (field in shapeOf(body)) return { operationId: name, requestBody: { [field]: expression } };
  return field in shapeOf(query) ? { operationId: name, parameters: { [field]: expression } } : undefined;
}

/** What can be done next with the id in an answer, as OpenAPI says it. */
export function linksOf(name: RouteName, route: RouteDef): { links?: Record<string, Link> } {
  const given = givenBy(name, route);
  if (!given) return {};
  const links = allRoutes().flatMap(([other, target]) => (other === name ? [] : (linkTo(given, other, target) ?? [])));
  return links.length ? { links: Object.fromEntries(links.map((link) => [link.operationId, link])) } : {};
}
