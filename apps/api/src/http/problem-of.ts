import { ClaimLostError, TransientError, UnavailableError, ZaakpostError } from '@zaakpost/domain';
import { Problem, type ProblemCode } from './problem.ts';

const UNEXPECTED = 'Something failed on our side. It is logged under the request id in x-request-id; try again later.';

/** What a person is told of an error. Only what we wrote ourselves is shown; never a stack or a foreign message. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof TransientError || error instanceof UnavailableError) return later(error);
  if (error instanceof ZaakpostError) return ours(error);
  if (error instanceof ClaimLostError) {
    return new Problem({ status: 409, code: 'conflict', detail: 'It was changed meanwhile; nothing was written.' });
  }
  return ofHttpError(error) ?? new Problem({ status: 500, code: 'unexpected', detail: UNEXPECTED });
}

function later(error: TransientError | UnavailableError): Problem {
  const seconds = Math.max(1, Math.ceil((error.retryAfter ?? 5_000) / 1_000));
  return new Problem({
    status: 503,
    code: 'unavailable',
    detail: `${error.message} Try again in a moment.`,
    headers: { 'retry-after': String(seconds) },
  });
}

function ours(error: ZaakpostError): Problem {
  if (error.code === 'record-missing') return new Problem({ status: 404, code: 'not-found', detail: error.message });
  if (error.code === 'record-changed') {
    return new Problem({ status: 409, code: 'conflict', detail: error.message });
  }
  return new Problem({ status: 500, code: 'unexpected', detail: error.message });
}

const BY_STATUS: Record<number, { code: ProblemCode; detail: string }> = {
  400: { code: 'malformed', detail: 'The request is not well formed; send valid JSON and a well-formed address.' },
  413: { code: 'too-large', detail: 'The request is too large; send less text.' },
  415: { code: 'unsupported-media-type', detail: 'Send JSON in UTF-8 with content-type application/json.' },
};

// Errors of Express and its body parser carry a status; their own text may quote the request, so it is not shown.
function ofHttpError(error: unknown): Problem | null {
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 0;
  const known = BY_STATUS[status];
  return known ? new Problem({ status, ...known }) : null;
}
