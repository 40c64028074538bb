import { z } from 'zod';
import { rolesOf } from '../access.ts';
import { PROBLEM_TITLES, type ProblemCode } from './problem.ts';
import type { Route } from './route.ts';

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of these routes, made from the same schemas that check the requests. */
export function openApiOf(routes: readonly Route[], { version }: { version: string }): Json {
  const schemas: Json = { Problem: schemaOf(problemSchema, 'output', {}) };
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: operation(route, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Zaakpost',
      version,
      description: 'The mail room of a case system. Every error is a problem document (RFC 9457).',
      license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
    },
    servers: [{ url: '/api/v1' }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'zaakpost_session' },
        csrf: { type: 'apiKey', in: 'header', name: 'x-csrf-token' },
      },
    },
  };
}

const codes = Object.keys(PROBLEM_TITLES) as [ProblemCode, ...ProblemCode[]];

const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum(codes),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
});

function operation(route: Route, schemas: Json): Json {
  const access = rolesOf(route.id);
  const locked = access !== 'everyone';
  return {
    operationId: route.id,
    summary: route.summary,
    description: locked ? `For ${access.join(', ')}.` : 'For everyone.',
    security: locked ? [{ session: [], ...(route.method === 'get' ? {} : { csrf: [] }) }] : [],
    parameters: [
      ...parametersOf(route.params, 'path', schemas),
      ...parametersOf(route.query, 'query', schemas),
      ...headersOf(route),
    ],
    ...(route.body ? { requestBody: { required: true, content: ofJson(schemaOf(route.body, 'input', schemas)) } } : {}),
    responses: { ...success(route, schemas), ...problems(route, locked) },
  };
}

function success({ success }: Route, schemas: Json): Json {
  if (success.status === 204) return { 204: { description: 'Done.' } };
  if ('table' in success) {
    return { 200: { description: 'The table.', content: { 'text/csv': { schema: { type: 'string' } } } } };
  }
  if ('content' in success) {
    const location = {
      description: 'Serves the bytes once, without a session, for a minute.',
      schema: { type: 'string' },
    };
    return { 303: { description: 'The bytes are at another address.', headers: { Location: location } } };
  }
  const content = ofJson(schemaOf(success.schema, 'output', schemas));
  return { [success.status]: { description: success.status === 201 ? 'Made.' : 'Found.', content } };
}

const WORDS: Record<number, string> = {
  400: 'The request is not valid.',
  401: 'Nobody is signed in.',
  403: 'Not with this role, or not from our pages.',
  404: 'It does not exist.',
  409: 'It cannot be done in this state.',
  412: 'It was changed meanwhile.',
  413: 'The request is too large.',
  415: 'The request is not JSON.',
  422: 'The idempotency key was used for another request.',
  428: 'A header is missing.',
  429: 'Too many attempts.',
};

function problems(route: Route, locked: boolean): Json {
  const statuses = new Set<number>([
    ...(route.params || route.query || route.body ? [400] : []),
    ...(locked ? [401, 403] : []),
    ...(route.params ? [404] : []),
    ...(route.body ? [413, 415] : []),
    ...(route.idempotent ? [422, 428] : []),
    ...(route.guarded ? [412, 428] : []),
    ...(route.problems ?? []),
  ]);
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  return Object.fromEntries([...statuses].sort().map((status) => [status, { description: WORDS[status], content }]));
}

function parametersOf(schema: z.ZodType | undefined, place: 'path' | 'query', schemas: Json): Json[] {
  if (!schema) return [];
  const object = schemaOf(schema, 'input', schemas) as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(object.properties ?? {}).map(([name, of]) => ({
    name,
    in: place,
    required: place === 'path' || (object.required ?? []).includes(name),
    schema: of,
  }));
}

function headersOf(route: Route): Json[] {
  const header = (name: string, description: string) => ({
    name,
    in: 'header',
    required: true,
    description,
    schema: { type: 'string' },
  });
  return [
    ...(route.idempotent ? [header('Idempotency-Key', 'A UUID of your own; the same key sends one mail only.')] : []),
    ...(route.guarded ? [header('If-Match', 'The version that you saw, as its ETag.')] : []),
  ];
}

const ofJson = (schema: Json): Json => ({ 'application/json': { schema } });

/** JSON Schema of a zod schema; named ones (`.meta({ id })`) are moved to the document's components. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', schemas: Json): Json {
  const made = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
    },
  }) as Json & { $defs?: Record<string, Json> };
  const { $schema: _, $defs = {}, ...own } = pointed(made);
  for (const [name, definition] of Object.entries($defs)) {
    const { id: __, ...rest } = definition;
    schemas[name] ??= rest;
  }
  return own;
}

function pointed(schema: Json & { $defs?: Record<string, Json> }): typeof schema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'));
}
