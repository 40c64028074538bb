import type { Request } from 'express';
import { z } from 'zod';
import { invalid, Problem } from './problem.ts';

/** The version that `If-Match` names (RFC 9110 section 13.1.1). @throws Problem 428. */
export function versionOf(request: Request): number {
  const header = request.header('if-match');
  if (header === undefined) throw missingHeader('If-Match', 'with the ETag of the version that you saw');
  const version = /^"(\d{1,9})"$/u.exec(header)?.[1];
  // A version that nobody ever had is a version that is not current.
  return version === undefined ? -1 : Number(version);
}

/** The UUID in `Idempotency-Key`. @throws Problem 400, 428. */
export function keyOf(request: Request): string {
  const header = request.header('idempotency-key');
  if (header === undefined) throw missingHeader('Idempotency-Key', 'with a UUID of your own, the same on every try');
  if (!z.uuid().safeParse(header).success) throw invalid([{ field: 'Idempotency-Key', message: 'must be a UUID' }]);
  return header.toLowerCase();
}

const missingHeader = (name: string, mend: string) =>
  new Problem({ status: 428, code: 'precondition-required', detail: `Send the header ${name} ${mend}.` });
