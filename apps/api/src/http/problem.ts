/** The closed list of what can be wrong with a request; the pages translate by it. */
export const PROBLEM_TITLES = {
  malformed: 'The request could not be read',
  invalid: 'The request has invalid fields',
  'not-signed-in': 'Not signed in',
  'sign-in-refused': 'Sign-in refused',
  forbidden: 'Not allowed',
  'csrf-refused': 'The request did not come from our pages',
  'not-found': 'Not found',
  'method-not-allowed': 'Method not allowed',
  conflict: 'This cannot be done now',
  'changed-meanwhile': 'Changed by somebody else',
  'too-large': 'Too large',
  'unsupported-media-type': 'Unsupported media type',
  'key-reused': 'Idempotency key used for something else',
  'precondition-required': 'A header is missing',
  'too-many-attempts': 'Too many attempts',
  unavailable: 'Temporarily not available',
  unexpected: 'Unexpected error',
} as const;

export type ProblemCode = keyof typeof PROBLEM_TITLES;

export interface FieldError {
  field: string;
  message: string;
}

interface ProblemPlan {
  status: number;
  code: ProblemCode;
  /** What failed, and the mend where one exists; it is shown to people. */
  detail: string;
  errors?: FieldError[];
  headers?: Record<string, string>;
}

/** An answer that says what is wrong (RFC 9457); thrown by whoever notices. */
export class Problem extends Error {
  readonly status: number;
  readonly code: ProblemCode;
  readonly errors: FieldError[];
  readonly headers: Record<string, string>;

  constructor({ status, code, detail, errors, headers }: ProblemPlan) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.errors = errors ?? [];
    this.headers = headers ?? {};
  }

  toJSON(): Record<string, unknown> {
    return {
      type: `urn:zaakpost:problem:${this.code}`,
      title: PROBLEM_TITLES[this.code],
      status: this.status,
      detail: this.message,
      code: this.code,
      ...(this.errors.length > 0 ? { errors: this.errors } : {}),
    };
  }
}

export const notFound = (what: string): Problem =>
  new Problem({ status: 404, code: 'not-found', detail: `${what} does not exist.` });

export const conflict = (detail: string): Problem => new Problem({ status: 409, code: 'conflict', detail });

export const invalid = (errors: FieldError[]): Problem =>
  new Problem({
    status: 400,
    code: 'invalid',
    detail: `Correct ${errors.map((error) => error.field || 'the request').join(', ')} and try again.`,
    errors,
  });

export const changedMeanwhile = (what: string): Problem =>
  new Problem({
    status: 412,
    code: 'changed-meanwhile',
    detail: `${what} was changed meanwhile; load it again and repeat the change.`,
  });
