import { request } from 'node:https';
import { isIP } from 'node:net';
import { seconds, UnavailableError } from '@zaakpost/domain';
import { addressOf, type DialRules } from '../address.ts';

/** What a token server said. */
export interface FormAnswer {
  status: number;
  body: string;
  /** Seconds, where it says after which to ask again. */
  retryAfter: number | null;
}

interface PostOptions {
  ca: string | null;
  rules: DialRules;
  signal: AbortSignal;
}

const DEADLINE = seconds(15);
const MOST_BYTES = 65_536;

/**
 * Sends a form over verified HTTPS to the address that was checked. Follows no redirect, and reads no more than an answer
 * of this kind is long.
 *
 * @throws UnavailableError('oauth-unreachable' | 'host-not-allowed')
 */
export async function postForm(
  url: URL,
  form: URLSearchParams,
  { ca, rules, signal }: PostOptions,
): Promise<FormAnswer> {
  const host = url.hostname.replace(/^\[|\]$/gu, '');
  const address = await addressOf(host, rules, 'oauth-unreachable');
  const deadline = AbortSignal.timeout(DEADLINE);
  const body = form.toString();
  return new Promise<FormAnswer>((resolve, reject) => {
    const fail = (cause: unknown) => reject(signal.aborted ? signal.reason : away(cause));
    const asking = request(url, {
      ...{ method: 'POST', host: address, servername: isIP(host) === 0 ? host : '', agent: false },
      headers: {
        host: url.host,
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': Buffer.byteLength(body),
        accept: 'application/json',
      },
      ...{ rejectUnauthorized: true, minVersion: 'TLSv1.2', ...(ca === null ? {} : { ca }) },
      signal: AbortSignal.any([signal, deadline]),
    });
    asking.on('error', fail);
    asking.on('response', (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('error', fail);
      answer.on('data', (piece: string) => {
        text += piece;
        if (text.length > MOST_BYTES) answer.destroy(new Error('The answer is too long.'));
      });
      answer.on('end', () => {
        const after = Number(answer.headers['retry-after']);
        resolve({ status: answer.statusCode ?? 0, body: text, retryAfter: after > 0 ? after : null });
      });
    });
    asking.end(body);
  });
}

const away = (cause: unknown) =>
  new UnavailableError('oauth-unreachable', {
    scope: 'thing',
    message: 'The server that gives access tokens cannot be reached; see that its name and certificate are right.',
    cause,
  });
