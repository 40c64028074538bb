/** A message about one field of a form, from the API or from the form itself. */
export interface FieldProblem {
  field: string;
  message: string;
}

interface ProblemDetails {
  title?: string;
  detail?: string;
  code?: string;
  errors?: FieldProblem[];
}

/** What went wrong with a request: the problem details of RFC 9457, or no answer at all (status 0). */
export class Problem extends Error {
  readonly status: number;
  readonly code: string | undefined;
  readonly detail: string | undefined;
  readonly errors: readonly FieldProblem[];

  constructor(status: number, details: ProblemDetails = {}, cause?: unknown) {
    super(details.title ?? `HTTP ${status}`, { cause });
    this.name = 'Problem';
    this.status = status;
    this.code = details.code;
    this.detail = details.detail;
    this.errors = details.errors ?? [];
  }
}

export async function problemOf(response: Response): Promise<Problem> {
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const body: unknown = isJson ? await response.json().catch(() => null) : null;
  return new Problem(response.status, typeof body === 'object' && body !== null ? body : {});
}
