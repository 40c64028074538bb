import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { ApiParts } from '../parts.ts';

/** One line per request: the route, never the address, since that may hold what people searched for. */
export function requestLog({ log }: ApiParts): RequestHandler {
  return (_request, response, next) => {
    const started = performance.now();
    const requestId = randomUUID();
    response.setHeader('x-request-id', requestId);
    response.once('finish', () => {
      log.debug('answered', {
        aboutKind: 'request',
        aboutId: requestId,
        process: response.locals.route ?? 'none',
        code: String(response.statusCode),
        durationMs: Math.round(performance.now() - started),
      });
    });
    next();
  };
}
