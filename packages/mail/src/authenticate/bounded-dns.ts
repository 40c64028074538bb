import { Resolver } from 'node:dns/promises';
import { type Milliseconds, seconds } from '@zaakpost/domain';
import type { DNSResolver } from 'mailauth';
import { type DnsSilence, SILENT } from './dns-silence.ts';

/** Where names are looked up, and how long one answer may take. */
export interface DnsOptions {
  /** `127.0.0.1:53`; null: those of the system. */
  servers: readonly string[] | null;
  /** For one try, of two. 1 s where not given. */
  timeout?: Milliseconds;
  /** The clock by which a silence is remembered; milliseconds that only go forward. */
  now?: () => Milliseconds;
}

const TRIES = 2;
/** From the first question for one mail; then everything counts as unanswered. */
const IN_ALL = seconds(4);
/** Of one mail: SPF takes 10, DMARC 8, each signature one; the rest is for MX hosts and tree walks. */
const MOST_QUESTIONS = 100;
/** After so many that went unanswered nothing more is asked for this mail. */
const MOST_TIMEOUTS = 2;
const LONGEST_TEXT = 8_192;
const MOST_RECORDS = 50;
const AWAY = new Set([...SILENT, 'ESERVFAIL']);

/**
 * Looks names up for one mail, which decides what is asked: so questions, waiting and the length of answers are bounded.
 * What goes unanswered ends in an error with the code `ETIMEOUT`, which checks report as `temperror`.
 */
export function boundedDns(
  { servers, timeout = seconds(1) }: DnsOptions,
  { silence, signal }: { silence: DnsSilence; signal: AbortSignal },
): DNSResolver {
  const resolver = new Resolver({ timeout, tries: TRIES });
  if (servers !== null) resolver.setServers(servers);
  signal.addEventListener('abort', () => resolver.cancel(), { once: true });
  let questions = 0;
  let timeouts = 0;
  let over: AbortSignal | null = null;
  const isOver = () => signal.aborted || over?.aborted || questions > MOST_QUESTIONS || timeouts >= MOST_TIMEOUTS;
  const began = () => {
    const limit = AbortSignal.timeout(IN_ALL);
    limit.addEventListener('abort', () => resolver.cancel(), { once: true });
    return limit;
  };

  return async (name, type) => {
    questions += 1;
    over ??= began();
    if (isOver() || silence.lasts) throw unanswered();
    try {
      const found = await resolver.resolve(name, type as 'TXT');
      silence.answered();
      return bounded(found);
    } catch (cause) {
      const { code = '' } = cause as NodeJS.ErrnoException;
      if (!SILENT.has(code)) silence.answered();
      if (!AWAY.has(code)) throw cause;
      timeouts += 1;
      if (SILENT.has(code) && !signal.aborted) void silence.unanswered();
      throw unanswered(cause);
    }
  };
}

/** A record that is longer than any real one counts as not there. */
const bounded = (records: string[][]): string[][] =>
  records
    .slice(0, MOST_RECORDS)
    .filter((record) => !Array.isArray(record) || record.reduce((sum, { length }) => sum + length, 0) <= LONGEST_TEXT);

const unanswered = (cause?: unknown) =>
  Object.assign(new Error('DNS did not answer in time.', { cause }), { code: 'ETIMEOUT' });
