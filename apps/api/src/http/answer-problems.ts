import type { ErrorRequestHandler } from 'express';
import type { ApiParts } from '../parts.ts';
import { problemOf } from './problem-of.ts';

/** The last handler: every error becomes a problem document; what is our fault is logged with its stack. */
export function answerProblems({ log }: ApiParts): ErrorRequestHandler {
  return (error, _request, response, _next) => {
    const problem = problemOf(error);
    const aboutId = String(response.getHeader('x-request-id'));
    const about = { aboutKind: 'request', aboutId, process: response.locals.route ?? 'none', code: problem.code };
    if (problem.status >= 500) log.error('request failed', about, error);
    // Half an answer cannot be taken back; only cutting it off tells the client.
    if (response.headersSent) return void response.destroy();
    for (const name of ['content-disposition', 'content-length', 'content-security-policy', 'etag']) {
      response.removeHeader(name);
    }
    response
      .status(problem.status)
      .set({ ...problem.headers, 'cache-control': 'no-store' })
      .type('application/problem+json')
      .send(JSON.stringify(problem));
  };
}
