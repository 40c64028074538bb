import { ROLES } from '@zaakpost/domain';
import { z } from 'zod';
import { csrfTokenOf } from '../http/csrf.ts';
import { Problem } from '../http/problem.ts';
import { json, route } from '../http/route.ts';
import { signInLimit } from '../http/sign-in-limit.ts';

const session = z
  .object({ user: z.object({ name: z.string(), role: z.enum(ROLES) }), csrfToken: z.string() })
  .meta({ id: 'Session' });

const signIn = route({
  id: 'signIn',
  method: 'post',
  path: '/session',
  summary: 'Signs in and sets the session cookie.',
  body: z.object({ userName: z.string().min(1).max(320), password: z.string().min(1).max(1_000) }),
  success: { status: 200, schema: session },
  limit: signInLimit,
  problems: [401, 429],
  async run({ body, parts }) {
    const found = await parts.sessions.signIn(body.userName, body.password);
    if (!found) throw refused();
    return {
      ...json({ user: { name: found.user.name, role: found.user.role }, csrfToken: csrfTokenOf(found.token) }),
      cookie: { token: found.token },
    };
  },
});

const readSession = route({
  id: 'readSession',
  method: 'get',
  path: '/session',
  summary: 'Tells who is signed in, and the token for x-csrf-token.',
  success: { status: 200, schema: session },
  problems: [401],
  async run({ user, sessionToken }) {
    if (sessionToken === '') throw new Problem({ status: 401, code: 'not-signed-in', detail: 'Nobody is signed in.' });
    return json({ user: { name: user.name, role: user.role }, csrfToken: csrfTokenOf(sessionToken) });
  },
});

const signOut = route({
  id: 'signOut',
  method: 'delete',
  path: '/session',
  summary: 'Ends the session, here and in the database.',
  success: { status: 204 },
  async run({ parts, sessionToken }) {
    await parts.sessions.end(sessionToken);
    return { kind: 'empty', cookie: { token: null } };
  },
});

// The same answer for an unknown name and a wrong password.
const refused = () =>
  new Problem({ status: 401, code: 'sign-in-refused', detail: 'The user name or the password is not right.' });

export const sessionRoutes = [signIn, readSession, signOut];
