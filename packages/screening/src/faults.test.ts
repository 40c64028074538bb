import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import {
  type Blobs,
  type DecodedAttachment,
  type DecodedMessage,
  kilobytes,
  megabytes,
  PermanentError,
  quarantineReason,
} from '@zaakpost/domain';
import { freePort } from '@zaakpost/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { partOf, usual } from './fixtures/mails.ts';
import { screening } from './screening.ts';

const open: { server: Server; sockets: Set<Socket> }[] = [];
afterEach(async () => {
  for (const { server, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  }
});

/** A server that plays faults which the real one will not. */
async function listen(talk: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    talk(socket);
  }).listen(0, '127.0.0.1');
  open.push({ server, sockets });
  await once(server, 'listening');
  return (server.address() as { port: number }).port;
}

type Answer = (socket: Socket, heard: Buffer) => void;
const say = (text: string) => (socket: Socket) => void socket.end(text);

/** A clamd that finds the probes, and then does `scan` with the mail; after which it is gone, unless it is `well`. */
function clamdThat(scan: Answer, { well = false, early }: { well?: boolean; early?: Answer } = {}): Promise<number> {
  let gone = false;
  return listen((socket) => {
    let heard = Buffer.alloc(0);
    let answered = false;
    if (gone) return void socket.resetAndDestroy();
    socket.on('data', (chunk) => {
      heard = Buffer.concat([heard, chunk]);
      early?.(socket, heard);
      if (heard.includes('zPING\0')) return say('PONG\0')(socket);
      if (heard.includes('zVERSION\0')) return say('ClamAV 1.4.6\0')(socket);
      if (heard.includes('Rar!')) return say('stream: OK\0')(socket);
      const probe = heard.includes('probe.zip')
        ? 'Eicar'
        : heard.includes('probe.txt')
          ? 'Heuristics.Encrypted.Zip'
          : null;
      if (answered || !heard.subarray(-4).equals(Buffer.alloc(4))) return;
      answered = true;
      if (probe !== null) return say(`stream: ${probe} FOUND\0`)(socket);
      gone = !well;
      scan(socket, heard);
    });
  });
}

const clean = '{"action":"no action","score":0,"required_score":15,"symbols":{}}';
const http = (body: string, status = '200 OK') =>
  `HTTP/1.1 ${status}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`;

/** An Rspamd that answers in one piece once it has the whole mail; and answers a ping where it is `well`. */
function rspamdThat(answer: Answer, { well = false } = {}): Promise<number> {
  return listen((socket) => {
    let heard = '';
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1');
      if (well && heard.startsWith('GET /ping')) return say(http('pong\r\n'))(socket);
      if (heard.startsWith('GET /ping')) return reset(socket, chunk);
      const length = Number(/content-length: (\d+)/iu.exec(heard)?.[1]);
      if (heard.length >= heard.indexOf('\r\n\r\n') + 4 + length) answer(socket, Buffer.from(heard, 'latin1'));
    });
  });
}

const goodClamd = () => clamdThat(say('stream: OK\0'));
const goodRspamd = () => rspamdThat(say(http(clean)));

// Long, since the machine may be busy; only a scanner that is silent is given up sooner.
const PATIENCE = 20_000;

async function judge(
  ports: { clamd?: number; rspamd?: number },
  {
    bytes = Buffer.from('Subject: hoi\r\n\r\nDag\r\n'),
    signal,
    blobs,
    times = {},
    decoded = noParts,
  }: Partial<Given> = {},
) {
  const raw = { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
  const store = blobs ?? { read: async () => bytes, stream: () => Readable.from(piecesOf(bytes)) };
  const url = `http://127.0.0.1:${ports.rspamd ?? (await goodRspamd())}`;
  const clamd = { host: '127.0.0.1', port: ports.clamd ?? (await goodClamd()) };
  const timeouts = { clamd: PATIENCE, rspamd: PATIENCE, ...times };
  const one = screening({ ...usual, blobs: store, rspamd: { url, password: 'q1' }, clamd, timeouts });
  const envelope = { from: 'jan@burger.example\r\nPassword: x', recipient: 'post@gemeente.example' };
  return one.judge(raw, { envelope, decoded, signal: signal ?? AbortSignal.timeout(60_000) });
}
/** As a folder gives them. */
function* piecesOf(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += kilobytes(64)) yield bytes.subarray(at, at + kilobytes(64));
}

const noParts: Given['decoded'] = Promise.resolve({ outcome: 'ok', attachments: [] });

interface Given {
  bytes: Buffer;
  decoded: Promise<{ outcome: DecodedMessage['outcome']; attachments: DecodedAttachment[] }>;
  signal: AbortSignal;
  blobs: Pick<Blobs, 'read' | 'stream'>;
  /** How long each scanner is waited for, in milliseconds. */
  times: { clamd?: number; rspamd?: number };
}

it('passes when both say so', async () => {
  expect(await judge({})).toMatchObject({ virus: { outcome: 'clean' }, spam: { action: 'no action' } });
});

const silence: Answer = () => undefined;
const patienceWith = (answer: Answer) => (answer === silence ? 1_500 : PATIENCE);
const reset: Answer = (socket) => void socket.resetAndDestroy();

it.each<[string, Answer, string]>([
  ['stays silent', silence, 'clamd-away'],
  ['resets the connection', reset, 'clamd-away'],
  ['closes without a word', (socket) => void socket.end(), 'clamd-away'],
  ['answers ERROR', say("stream: Can't allocate memory ERROR\0"), 'clamd-away'],
  ['breaks off in the middle of OK', say('stream: OK'), 'clamd-garbled'],
  ['talks about something else', say('HTTP/1.1 400 Bad Request\0'), 'clamd-garbled'],
  ['talks without end', (socket) => void socket.write('x'.repeat(10_000)), 'clamd-garbled'],
])('waits when clamd %s', async (_, answer, code) => {
  const judged = judge({ clamd: await clamdThat(answer) }, { times: { clamd: patienceWith(answer) } });

  await expect(judged).rejects.toMatchObject({ name: 'UnavailableError', code, scope: 'stage' });
});

it('waits when nobody listens', async () => {
  await expect(judge({ clamd: await freePort() })).rejects.toMatchObject({ code: 'clamd-away', scope: 'stage' });
  await expect(judge({ rspamd: await freePort() })).rejects.toMatchObject({ code: 'rspamd-away', scope: 'stage' });
});

it.each<[string, Answer, string]>([
  ['stays silent', silence, 'rspamd-away'],
  ['resets the connection', reset, 'rspamd-away'],
  ['breaks off in the middle of its answer', say(http(clean).slice(0, -9)), 'rspamd-away'],
  ['is out of order', say(http('{"error":"x"}', '503 Service Unavailable')), 'rspamd-away'],
  ['refuses the password', say(http('{"error":"x"}', '403 Forbidden')), 'rspamd-away'],
  ['answers with no HTTP', say('220 mail.example ESMTP\r\n'), 'rspamd-garbled'],
  ['answers with a page', say(http('<html>OK</html>')), 'rspamd-garbled'],
  ['answers without end', say(http(`"${'x'.repeat(megabytes(2))}"`)), 'rspamd-garbled'],
  ['points elsewhere', say('HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n'), 'rspamd-away'],
])('waits when Rspamd %s', async (_, answer, code) => {
  const judged = judge({ rspamd: await rspamdThat(answer) }, { times: { rspamd: patienceWith(answer) } });

  await expect(judged).rejects.toMatchObject({ name: 'UnavailableError', code, scope: 'stage' });
});

it.each<[string, Answer]>([
  ['stays silent', silence],
  ['resets the connection', reset],
  ['says it failed', say('stream: Cannot allocate memory ERROR\0')],
])('lets only this mail wait when a clamd that is well %s over it', async (_, answer) => {
  const clamd = await clamdThat(answer, { well: true });
  const judged = judge({ clamd }, { times: { clamd: patienceWith(answer) } });

  await expect(judged).rejects.toMatchObject({ code: 'clamd-away', scope: 'thing' });
});

it('lets only this mail wait when an Rspamd that is well breaks off over it', async () => {
  for (const answer of [silence, reset, say(http('{}', '500 Internal Server Error'))]) {
    const rspamd = await rspamdThat(answer, { well: true });
    const judged = judge({ rspamd }, { times: { rspamd: patienceWith(answer) } });

    await expect(judged).rejects.toMatchObject({ code: 'rspamd-away', scope: 'thing' });
  }
});

const softReject = say(http('{"action":"soft reject","score":0,"required_score":15,"symbols":{}}'));

describe('a mail that a scanner does not finish', () => {
  const notWhole: Given['decoded'] = Promise.resolve({ outcome: 'incomplete', attachments: [] });

  it.each<[string, Answer]>([
    ['says so', softReject],
    ['stays silent', silence],
  ])('is unscannable where we could not read it whole either, when a well Rspamd %s', async (_, answer) => {
    const rspamd = await rspamdThat(answer, { well: true });

    const verdict = await judge({ rspamd }, { times: { rspamd: 300 }, decoded: notWhole });

    expect(verdict).toMatchObject({ virus: { outcome: 'clean' }, spam: { action: 'unscannable', degraded: true } });
    expect(quarantineReason({ ...verdict, authentication: null })).toBe('unscannable');
  });

  it('is unscannable where a clamd that is well does not finish it either, and its parts are not begun', async () => {
    const clamd = await clamdThat(silence, { well: true });
    const parts = Promise.resolve({ outcome: 'incomplete' as const, attachments: [partOf(Buffer.from('bijlage'))] });

    const verdict = await judge({ clamd }, { times: { clamd: 300 }, decoded: parts });

    expect(verdict).toMatchObject({ virus: { outcome: 'unscannable', signature: 'Zaakpost.TooComplex' }, parts: [] });
  });

  it('is so at once, however busy a clamd is that was well before', async () => {
    const clamd = await clamdThat(silence);
    const began = performance.now();

    const verdict = await judge({ clamd }, { decoded: notWhole });

    expect(verdict.virus).toMatchObject({ outcome: 'unscannable', signature: 'Zaakpost.TooComplex' });
    expect(performance.now() - began).toBeLessThan(PATIENCE / 2);
  });

  it('waits where we could read it', async () => {
    const rspamd = await rspamdThat(softReject, { well: true });

    await expect(judge({ rspamd })).rejects.toMatchObject({ code: 'rspamd-away', scope: 'thing' });
  });

  it.each<[string, Answer]>([
    ['is away', silence],
    ['says so, and then answers no ping', softReject],
  ])('waits too where we could not, when Rspamd %s', async (_, answer) => {
    const judged = judge({ rspamd: await rspamdThat(answer) }, { times: { rspamd: 300 }, decoded: notWhole });

    await expect(judged).rejects.toMatchObject({ code: 'rspamd-away', scope: 'stage' });
  });
});

it('does not hold up others for a mail that Rspamd refuses', async () => {
  const judged = judge({ rspamd: await rspamdThat(say(http('{}', '413 Too Large'))) });

  await expect(judged).rejects.toMatchObject({ name: 'TransientError', code: 'rspamd-garbled' });
});

it('tells Rspamd recipient and hash, and neither a subject nor an address that is none', async () => {
  let heard = '';
  const rspamd = await rspamdThat((socket, all) => {
    heard = all.toString('latin1').split('\r\n\r\n')[0] ?? '';
    say(http(clean))(socket);
  });

  const { sha256 } = await judge({ rspamd });

  expect(heard).not.toMatch(/^from:/imu);
  expect(heard).toMatch(/^rcpt: post@gemeente\.example$/imu);
  expect(heard).toMatch(/^password: q1$/imu);
  expect(heard).toContain(sha256.slice(0, 16));
  expect(heard).not.toMatch(/subject/iu);
});

/** A clamd that is fit and speaks while it still listens, after the first 100 kB of a mail. */
const clamdThatInterrupts = (words: string) =>
  clamdThat(() => undefined, {
    early: (socket, heard) => {
      if (heard.length > kilobytes(100) && socket.writable) socket.end(words);
    },
  });

it('does not believe an OK that came before the whole mail was sent', async () => {
  const clamd = await clamdThatInterrupts('stream: OK\0');

  const judged = judge({ clamd }, { bytes: Buffer.alloc(megabytes(8), 'x') });

  await expect(judged).rejects.toMatchObject({ code: 'clamd-garbled' });
});

it('does not believe an Rspamd that answers before the whole mail was sent', async () => {
  const rspamd = await listen((socket) => {
    let heard = 0;
    socket.on('data', (chunk) => {
      heard += chunk.length;
      if (heard > kilobytes(100) && socket.writable) socket.end(http(clean));
    });
  });

  const judged = judge({ rspamd }, { bytes: Buffer.alloc(megabytes(8), 'x') });

  await expect(judged).rejects.toMatchObject({ code: expect.stringMatching(/^rspamd-(?:garbled|away)$/u) });
});

it('takes the word of a clamd that closes because the mail is over its limit', async () => {
  const clamd = await clamdThatInterrupts('INSTREAM size limit exceeded. ERROR\0');

  const { virus } = await judge({ clamd }, { bytes: Buffer.alloc(megabytes(2), 'x') });

  expect(virus).toMatchObject({ outcome: 'unscannable', signature: 'StreamMaxLength' });
});

it('blames the store, not a scanner, for a blob that cannot be read', async () => {
  const corrupt = new PermanentError('blob-corrupt', { message: 'The bytes differ.' });
  const bytes = Buffer.alloc(megabytes(1), 'x');
  const blobs = {
    read: async () => bytes,
    async *slices() {
      yield bytes.subarray(0, kilobytes(100));
      throw corrupt;
    },
    stream: () => Readable.from(blobs.slices()),
  };

  await expect(judge({}, { bytes, blobs })).rejects.toBe(corrupt);
});

it('stops at once when its caller does', async () => {
  const stop = new AbortController();
  const clamd = await clamdThat(() => stop.abort(new Error('the worker ends')));

  await expect(judge({ clamd }, { signal: stop.signal })).rejects.toThrow('the worker ends');
});

it('throws what the parser throws, and waits for no scanner then', async () => {
  const broken = new PermanentError('blob-corrupt', { message: 'The bytes differ.' });

  await expect(judge({}, { decoded: Promise.reject(broken) })).rejects.toBe(broken);
});

it('leaves no fault of the parser unheard when a scanner is away', async () => {
  const clamd = await clamdThat(reset);
  const decoded = new Promise<never>((_, reject) => setImmediate(reject, new Error('the parser ended')));

  await expect(judge({ clamd }, { decoded })).rejects.toMatchObject({ code: 'clamd-away' });
});

it('does not begin with parts that nobody waits for any more', async () => {
  const stop = new AbortController();
  const decoded = Promise.resolve().then(() => {
    stop.abort(new Error('the worker ends'));
    return { outcome: 'ok' as const, attachments: [partOf(Buffer.from('bijlage'))] };
  });

  await expect(judge({}, { decoded, signal: stop.signal })).rejects.toThrow('the worker ends');
});
