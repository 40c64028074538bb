import express, { type NextFunction, type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import { rolesOf } from '../access.ts';
import type { ApiParts } from '../parts.ts';
import { leadToContent, sendTable } from './content.ts';
import { sameOrigin, sameToken } from './csrf.ts';
import { keyOf, versionOf } from './preconditions.ts';
import { type FieldError, invalid, notFound, Problem } from './problem.ts';
import type { Reply, Route } from './route.ts';
import { clearSessionCookie, setSessionCookie, type Visitor, visitorOf } from './visitor.ts';

const MOST_JSON = '1mb';

/**
 * Puts the routes on a router: who may, then what was sent, then the work. A route without an entry in the access matrix
 * throws here, so that it can never be served.
 */
export function routerOf(routes: readonly Route[], parts: ApiParts): Router {
  const router = Router({ caseSensitive: true });
  const readJson = express.json({ limit: MOST_JSON, reviver: storable });
  for (const route of routes) {
    if (rolesOf(route.id) === undefined) throw new Error(`The route ${route.id} has no entry in access.ts.`);
    const handlers: RequestHandler[] = [letIn(route, parts)];
    if (route.body) handlers.push(wantsJson, readJson);
    if (route.limit) handlers.push(...route.limit(parts));
    router[route.method](expressPath(route.path), ...handlers, answering(route, parts));
  }
  for (const [path, methods] of methodsByPath(routes)) router.all(expressPath(path), otherMethods(methods));
  router.use((request) => {
    throw notFound(`The address ${request.baseUrl}${request.path}`);
  });
  return router;
}

// PostgreSQL keeps neither NUL nor half a surrogate pair; nobody types them.
const storable = (_: string, value: unknown) =>
  typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value;

const expressPath = (path: string) => path.replace(/\{(\w+)\}/gu, ':$1');

function letIn(route: Route, parts: ApiParts): RequestHandler {
  const access = rolesOf(route.id);
  return async (request: Request, response: Response, next: NextFunction) => {
    response.locals.route = route.id;
    if (route.method !== 'get') sameOrigin(request, { silent: 'allowed' });
    const visitor = await visitorOf(request, parts);
    response.locals.visitor = visitor;
    if (access !== 'everyone') {
      if (!visitor) throw notSignedIn();
      if (!access.includes(visitor.user.role)) throw wrongRole(access);
      if (route.method !== 'get') sameToken(request, visitor.token);
    }
    next();
  };
}

function answering(route: Route, parts: ApiParts): RequestHandler {
  return async (request: Request, response: Response) => {
    const visitor = (response.locals.visitor as Visitor | null) ?? ANONYMOUS;
    const reply = await route.run({
      ...inputOf(route, request),
      version: route.guarded ? versionOf(request) : 0,
      idempotencyKey: route.idempotent ? keyOf(request) : '',
      user: visitor.user,
      sessionToken: visitor.token,
      request,
      parts,
    });
    await send(reply, { route, response, parts });
  };
}

const ANONYMOUS: Visitor = {
  token: '',
  user: { id: '00000000-0000-0000-0000-000000000000', name: 'anonymous', role: 'caseWorker' },
};

function inputOf(route: Route, request: Request) {
  const errors: FieldError[] = [];
  const read = (schema: z.ZodType | undefined, value: unknown): unknown => {
    const result = (schema ?? z.unknown()).safeParse(value);
    if (result.success) return result.data;
    errors.push(...result.error.issues.map((i) => ({ field: i.path.join('.'), message: i.message })));
    return undefined;
  };
  const input = {
    params: read(route.params, request.params),
    query: read(route.query, JSON.parse(JSON.stringify(request.query), storable)),
    body: read(route.body, request.body),
  };
  if (errors.length > 0) throw invalid(errors);
  return input;
}

async function send(reply: Reply<unknown>, to: { route: Route; response: Response; parts: ApiParts }): Promise<void> {
  const { route, response, parts } = to;
  if (reply.kind === 'content') return leadToContent(reply.content, response, parts);
  if (reply.kind === 'table') return sendTable(reply.table, response);
  if (reply.cookie) {
    if (reply.cookie.token === null) clearSessionCookie(response, parts);
    else setSessionCookie(response, parts, reply.cookie.token);
  }
  response.status(route.success.status);
  if (reply.kind === 'empty') return void response.end();
  if (parts.checkAnswers && 'schema' in route.success) route.success.schema.parse(reply.body);
  response.set({ 'cache-control': 'no-store', ...reply.headers }).json(reply.body);
}

function wantsJson(request: Request, _: Response, next: NextFunction): void {
  if (!request.is('application/json')) {
    throw new Problem({
      status: 415,
      code: 'unsupported-media-type',
      detail: 'Send JSON with content-type application/json.',
    });
  }
  next();
}

const notSignedIn = () => new Problem({ status: 401, code: 'not-signed-in', detail: 'Sign in first.' });

const wrongRole = (roles: readonly string[]) =>
  new Problem({ status: 403, code: 'forbidden', detail: `This is for ${roles.join(', ')}.` });

function methodsByPath(routes: readonly Route[]): Map<string, string[]> {
  const methods = new Map<string, string[]>();
  for (const { path, method } of routes) methods.set(path, [...(methods.get(path) ?? []), method.toUpperCase()]);
  return methods;
}

const otherMethods =
  (methods: string[]): RequestHandler =>
  (request) => {
    const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])].join(', ');
    throw new Problem({
      status: 405,
      code: 'method-not-allowed',
      detail: `${request.method} does not work here; use ${allow}.`,
      headers: { allow },
    });
  };
