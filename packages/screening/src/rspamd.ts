import { Readable } from 'node:stream';
import { type BlobRef, type Milliseconds, minutes, seconds, UnavailableError, type Verdict } from '@zaakpost/domain';
import { narrowed } from './narrowed.ts';
import { readSpam } from './rspamd-answer.ts';
import { within } from './within.ts';

/** Where Rspamd's normal worker answers, and its password where one is set. */
export interface RspamdAddress {
  /** `http://127.0.0.1:11333` */
  url: string;
  password?: string;
}

/** What is known of the mail besides its bytes. */
export interface Envelope {
  from: string | null;
  recipient: string | null;
}

/** An Rspamd that is asked for a verdict. */
export interface RspamdScanner {
  check(
    raw: BlobRef,
    body: AsyncIterable<Uint8Array>,
    envelope: Envelope,
    signal: AbortSignal,
  ): Promise<Verdict['spam']>;
  /** @throws UnavailableError('rspamd-away' | 'rspamd-garbled'). */
  ping(): Promise<void>;
  /** That it answered well in the last five minutes and has not failed since; else it is pinged. */
  known(): Promise<void>;
  /** That it judges a little mail of ours. @throws UnavailableError('rspamd-away' | 'rspamd-garbled'). */
  examine(): Promise<void>;
}

const PING_TIME = seconds(5);
const LOOK_TIME = seconds(10);
const WELL_FOR = minutes(5);
/** Anything will do: what counts is that it is judged at all. */
const LITTLE_MAIL = Buffer.from('Subject: Proef\r\n\r\nProef\r\n');
const LARGEST_ANSWER = 1_048_576;

/** Asks Rspamd at `address`, each mail within `scanTime`. */
export function rspamdScanner(address: RspamdAddress, { scanTime }: { scanTime: Milliseconds }): RspamdScanner {
  const ask = (path: string, init: RequestInit, signal?: AbortSignal, time = scanTime) =>
    within(
      time,
      async (limit) => {
        const response = await fetch(new URL(path, address.url), { ...init, redirect: 'error', signal: limit });
        return { status: response.status, text: await readText(response) };
      },
      { signal, late: () => away(`did not answer within ${time / 1000} s`) },
    );
  let wellUntil = 0;
  const remembered = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      const given = await answer;
      wellUntil = performance.now() + WELL_FOR;
      return given;
    } catch (error) {
      if (error instanceof UnavailableError && error.scope === 'stage') wellUntil = 0;
      throw error;
    }
  };
  const ping = () => remembered(pinged());
  const pinged = async () => {
    const { status, text } = await ask('/ping', {}, undefined, PING_TIME).catch((cause) => {
      throw translated(cause);
    });
    if (status !== 200 || !text.startsWith('pong')) throw away(`answered ${status} to a ping`);
  };
  const asked = async (
    raw: BlobRef,
    body: AsyncIterable<Uint8Array>,
    envelope: Envelope,
    signal: AbortSignal,
  ): Promise<Answer> => {
    const source = watched(body);
    const init: RequestInit = {
      method: 'POST',
      headers: headers(address, raw, envelope),
      body: source.body,
      duplex: 'half',
    };
    const answer = await ask('/checkv2', init, signal).catch((cause) => {
      throw source.broken() ?? translated(cause, signal);
    });
    return { ...answer, whole: source.taken() >= raw.size };
  };
  const examine = async () => {
    const body = Readable.from([LITTLE_MAIL], { objectMode: false });
    const about = { sha256: 'little', size: LITTLE_MAIL.length };
    spamIn(await asked(about, body, { from: null, recipient: null }, AbortSignal.timeout(LOOK_TIME)));
  };
  const checked: RspamdScanner['check'] = async (...mail) => {
    try {
      const answer = await asked(...mail);
      if (answer.status !== 401 && answer.status !== 403) return spamIn(answer);
    } catch (error) {
      throw await narrowed(error, { ping, examine });
    }
    throw away('refused our password; set RSPAMD_PASSWORD');
  };

  return {
    check: (...mail) => remembered(checked(...mail)),
    ping,
    examine,
    known: async () => {
      if (wellUntil < performance.now()) await ping();
    },
  };
}

// Rspamd 3.4 holds an address beyond ASCII (RFC 6531) for a broken header and adds 8 points: then rather none.
const SENDABLE = /^[\x21-\x7e]{1,320}$/u;

/** Never the subject. */
function headers({ password }: RspamdAddress, { sha256, size }: BlobRef, { from, recipient }: Envelope) {
  return {
    'Content-Type': 'message/rfc822',
    'Content-Length': String(size),
    'Queue-Id': sha256.slice(0, 16),
    ...(from && SENDABLE.test(from) ? { From: from } : {}),
    ...(recipient && SENDABLE.test(recipient) ? { Rcpt: recipient } : {}),
    ...(password ? { Password: password } : {}),
  };
}

/** fetch wraps what its body throws; a blob that cannot be read is not Rspamd's fault. */
function watched(source: AsyncIterable<Uint8Array>) {
  let broken: unknown;
  let taken = 0;
  async function* body() {
    try {
      for await (const chunk of source) {
        taken += chunk.length;
        yield chunk;
      }
    } catch (error) {
      broken = error;
      throw error;
    }
  }
  return { body: ReadableStream.from(body()), broken: () => broken, taken: () => taken };
}

async function readText(response: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > LARGEST_ANSWER) throw garbled('an answer of more than 1 MB');
  }
  return text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw garbled('an answer that is no JSON', cause);
  }
}

interface Answer {
  status: number;
  text: string;
  /** Whether all of the mail had been sent by then: a verdict is not on its beginning. */
  whole: boolean;
}

/** A refusal of this one mail must not hold up the others. */
function spamIn({ status, text, whole }: Answer): Verdict['spam'] {
  if (status >= 500) throw away(`answered ${status}`);
  if (status >= 400) {
    const message = `Rspamd refused this mail with ${status}.`;
    throw new UnavailableError('rspamd-garbled', { message, scope: 'thing' });
  }
  if (status !== 200) throw garbled(`the status ${status}`);
  if (!whole) throw garbled('an answer before the whole mail was sent');
  return readSpam(parsed(text));
}

function translated(cause: unknown, signal?: AbortSignal): unknown {
  if (signal?.aborted || cause instanceof UnavailableError) return cause;
  const inner = (cause as Error).cause as NodeJS.ErrnoException | undefined;
  if (inner?.name === 'HTTPParserError') return garbled('an answer that is no HTTP', cause);
  return away('cannot be reached, or broke the connection; start it, or set RSPAMD_URL', cause);
}

const away = (what: string, cause?: unknown) =>
  new UnavailableError('rspamd-away', { message: `Rspamd ${what}.`, scope: 'stage', cause });

const garbled = (what: string, cause?: unknown) =>
  new UnavailableError('rspamd-garbled', { message: `Rspamd gave ${what}.`, scope: 'stage', cause });
