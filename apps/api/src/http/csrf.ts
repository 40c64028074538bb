import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import { Problem } from './problem.ts';

/** The value that our pages send in `x-csrf-token`: only who can read our answers knows it. */
export const csrfTokenOf = (sessionToken: string): string =>
  createHmac('sha256', sessionToken).update('zaakpost csrf').digest('base64url');

/** @throws Problem 403 when the header does not carry the session's token. */
export function sameToken(request: Request, sessionToken: string): void {
  const given = Buffer.from(request.header('x-csrf-token') ?? '');
  const wanted = Buffer.from(csrfTokenOf(sessionToken));
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    throw refused('Send the csrfToken of GET /api/v1/session in the header x-csrf-token.');
  }
}

/**
 * Browsers say where a request comes from. Other programs say nothing, which is refused where no token protects.
 *
 * @throws Problem 403 for another site's page.
 */
export function sameOrigin(request: Request, { silent }: { silent: 'allowed' | 'refused' }): void {
  const site = request.header('sec-fetch-site');
  const origin = request.header('origin');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw refused('Use our own pages.');
  if (origin !== undefined && hostOf(origin) !== request.host) throw refused('Use our own pages.');
  if (silent === 'refused' && site === undefined && origin === undefined) throw refused('Use a browser.');
}

const hostOf = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null);

const refused = (mend: string) =>
  new Problem({ status: 403, code: 'csrf-refused', detail: `This request was not sent by our pages. ${mend}` });
