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
/** From the first question of one check; then everything counts as unanswered. */
const IN_ALL = seconds(4);
/** Of one check: SPF takes 10, DMARC 8, each signature one; the rest is for MX hosts and tree walks. */
const MOST_QUESTIONS = 100;
const LONGEST_TEXT = 8_192;
const MOST_RECORDS = 50;
const AWAY = new Set([...SILENT, 'ESERVFAIL']);

/**
 * Looks names up for one check of one mail, which decides what is asked: so questions, waiting and the length of answers
 * are bounded, and after one that went unanswered no more is asked. That of a stranger's name leaves those of `author`, the
 * domain that the mail claims to be from. What goes unanswered ends in an error with the code `ETIMEOUT`, which checks
 * report as `temperror`.
 */
export function boundedDns(
  { servers, timeout = seconds(1) }: DnsOptions,
  { author, silence, signal }: { author: string | null; silence: DnsSilence; signal: AbortSignal },
): DNSResolver {
  const resolver = new Resolver({ timeout, tries: TRIES });
  if (servers !== null) resolver.setServers(servers);
  signal.addEventListener('abort', () => resolver.cancel(), { once: true });
  let questions = 0;
  const ofAuthor = author === null ? null : endOf(author);
  const unansweredOf = new Set<'author' | 'others'>();
  let over: AbortSignal | null = null;
  const isOver = () => signal.aborted || over?.aborted || questions > MOST_QUESTIONS;
  const began = () => {
    const limit = AbortSignal.timeout(IN_ALL);
    limit.addEventListener('abort', () => resolver.cancel(), { once: true });
    return limit;
  };

  return async (name, type) => {
    questions += 1;
    over ??= began();
    const whose = endOf(name) === ofAuthor ? 'author' : 'others';
    if (isOver() || unansweredOf.has(whose) || silence.lasts) throw unanswered();
    try {
      const found = await resolver.resolve(name, type as 'TXT');
      silence.answered();
      return bounded(found);
    } catch (cause) {
      const { code = '' } = cause as NodeJS.ErrnoException;
      if (!SILENT.has(code)) silence.answered();
      if (!AWAY.has(code)) throw cause;
      unansweredOf.add(whose);
      if (SILENT.has(code) && !signal.aborted) void silence.unanswered();
      throw unanswered(cause);
    }
  };
}

/** Names of one owner end alike. So do those of two owners below a suffix of two labels, which then share. */
const endOf = (name: string): string => name.toLowerCase().replace(/\.$/u, '').split('.').slice(-2).join('.');

/** A record that is longer than any real one counts as not there. */
const bounded = (records: string[][]): string[][] =>
  records
    .slice(0, MOST_RECORDS)
    .filter((record) => !Array.isArray(record) || record.reduce((sum, { length }) => sum + length, 0) <= LONGEST_TEXT);

const unanswered = (cause?: unknown) =>
  Object.assign(new Error('DNS did not answer in time.', { cause }), { code: 'ETIMEOUT' });
