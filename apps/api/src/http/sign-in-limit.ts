import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { ApiParts } from '../parts.ts';
import { Problem } from './problem.ts';

const QUARTER_OF_AN_HOUR = 15 * 60_000;
/** One office may sit behind one address: it may fail this many times as often as one name. */
const NAMES_PER_ADDRESS = 10;

/** Only failures count: per client and name, and per client over all names. */
export function signInLimit({ web }: ApiParts): RequestHandler[] {
  const client = (request: Request) => ipKeyGenerator(request.ip ?? '');
  return [
    limiter(web.signInLimit, (request) => `${client(request)} ${nameIn(request)}`),
    limiter(web.signInLimit * NAMES_PER_ADDRESS, client),
  ];
}

const limiter = (limit: number, keyGenerator: (request: Request) => string): RequestHandler =>
  rateLimit({
    windowMs: QUARTER_OF_AN_HOUR,
    limit,
    keyGenerator,
    skipSuccessfulRequests: true,
    standardHeaders: false,
    legacyHeaders: false,
    // A header that we do not believe is no reason to write to the console.
    validate: { xForwardedForHeader: false },
    handler: () => {
      throw tooMany();
    },
  });

const nameIn = (request: Request): string => {
  const name: unknown = request.body?.userName;
  return typeof name === 'string' ? name.toLowerCase().slice(0, 320) : '';
};

const tooMany = () =>
  new Problem({
    status: 429,
    code: 'too-many-attempts',
    detail: 'Too many failed sign-ins; wait a quarter of an hour and try again.',
    headers: { 'retry-after': String(QUARTER_OF_AN_HOUR / 1_000) },
  });
