import type { RequestHandler } from 'express';
import { rolesOf } from '../access.ts';
import { sameOrigin } from '../http/csrf.ts';
import { Problem } from '../http/problem.ts';
import { visitorOf } from '../http/visitor.ts';
import type { ApiParts } from '../parts.ts';

/** Operators and administrators only; and what changes something comes from the board's own page. */
export function boardDoor(parts: ApiParts): RequestHandler {
  const roles = rolesOf('useBoard');
  return async (request, response, next) => {
    response.locals.route = 'useBoard';
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (!reads) sameOrigin(request, { silent: 'refused' });
    const visitor = await visitorOf(request, parts);
    if (!visitor) {
      if (reads && request.accepts('html', 'json') === 'html') return response.redirect(303, '/');
      throw new Problem({ status: 401, code: 'not-signed-in', detail: 'Sign in first.' });
    }
    if (roles !== 'everyone' && !roles.includes(visitor.user.role)) {
      throw new Problem({ status: 403, code: 'forbidden', detail: 'The queues are for operators and administrators.' });
    }
    response.locals.visitor = visitor;
    response.set('cache-control', 'no-cache');
    next();
  };
}
