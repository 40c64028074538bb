import { ROLES, type Role } from '@zaakpost/domain';
import { expect, test } from 'vitest';
import { ACCESS, type Access } from '../access.ts';
import type { Route } from '../http/route.ts';
import { routerOf } from '../http/router.ts';
import { type Visit, withApi } from '../with-api.ts';
import { routes } from './index.ts';

const NOBODYS = '4f8a1f6e-7c64-4a5e-9f0f-0d9d6a1b2c3d';

test('every entry of the matrix is a route or the board, and every route has one', () => {
  const served = [...routes.map(({ id }) => id), 'useBoard'].sort();

  expect(served).toEqual(Object.keys(ACCESS).sort());
  expect(new Set(routes.map(({ method, path }) => `${method} ${path}`)).size).toBe(routes.length);
});

test('a route without an entry in the matrix cannot be served', () =>
  withApi(async ({ parts }) => {
    const [known] = routes;
    const unknown = { ...known, id: 'readSecrets' } as unknown as Route;

    expect(() => routerOf([unknown], parts)).toThrow('The route readSecrets has no entry in access.ts.');
  }));

test('every route lets in who may and nobody else', () =>
  withApi(async ({ anonymous, as }) => {
    const visits = new Map<Role, Visit>();
    for (const role of ROLES) visits.set(role, await as(role));

    const wrong: string[] = [];
    for (const route of routes.filter(({ id }) => id !== 'signOut')) {
      const access: Access = ACCESS[route.id];
      if (access === 'everyone') continue;
      const say = (who: string, status: number) => wrong.push(`${route.id} answers ${status} to ${who}`);
      const unknown = await knock(anonymous, route);
      if (unknown !== 401) say('anonymous', unknown);
      for (const [role, visit] of visits) {
        const status = await knock(visit, route);
        const refused = status === 401 || status === 403;
        if (refused === access.includes(role) || status >= 500) say(role, status);
      }
    }

    expect(wrong).toEqual([]);
  }));

test('what changes something is refused without the token of the session, and from the page of another site', () =>
  withApi(async ({ as }) => {
    const administrator = await as('administrator');

    for (const route of routes.filter(({ method, id }) => method !== 'get' && id !== 'signIn')) {
      const withoutToken = await knock(administrator, route, { 'x-csrf-token': 'wrong' });
      const crossSite = await knock(administrator, route, { 'sec-fetch-site': 'cross-site' });
      const otherOrigin = await knock(administrator, route, { origin: 'https://elsewhere.example' });

      expect([route.id, withoutToken, crossSite, otherOrigin]).toEqual([route.id, 403, 403, 403]);
    }
    expect(await administrator.get('/api/v1/session')).toMatchObject({ user: { role: 'administrator' } });
  }));

async function knock(visit: Visit, { method, path }: Route, headers: Record<string, string> = {}): Promise<number> {
  const address = `/api/v1${path.replace('{id}', NOBODYS).replace('{number}', '1')}`;
  const body = method === 'get' || method === 'delete' ? undefined : {};
  const response = await visit.send(method.toUpperCase(), address, body, headers);
  await response.arrayBuffer();
  return response.status;
}
