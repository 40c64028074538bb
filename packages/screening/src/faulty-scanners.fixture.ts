import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { type Blobs, type DecodedAttachment, type DecodedMessage, kilobytes } from '@zaakpost/domain';
import { onTestFinished } from 'vitest';
import { usual } from './fixtures/mails.ts';
import { screening } from './screening.ts';

/** A server that plays faults which the real one will not, until the test is over. */
export async function listen(talk: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    talk(socket);
  }).listen(0, '127.0.0.1');
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  await once(server, 'listening');
  return (server.address() as { port: number }).port;
}

export type Answer = (socket: Socket, heard: Buffer) => void;
export const say = (text: string) => (socket: Socket) => void socket.end(text);

/** A clamd that finds the probes, and then does `scan` with the mail; after which it is gone, unless it is `well`. */
export function clamdThat(
  scan: Answer,
  { well = false, early }: { well?: boolean; early?: Answer } = {},
): Promise<number> {
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

export const clean = '{"action":"no action","score":0,"required_score":15,"symbols":{}}';
export const http = (body: string, status = '200 OK') =>
  `HTTP/1.1 ${status}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`;

/** An Rspamd that answers in one piece once it has the whole mail; where it is `well` it knows a ping and our little mail. */
export function rspamdThat(answer: Answer, { well = false } = {}): Promise<number> {
  return listen((socket) => {
    let heard = '';
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1');
      if (well && heard.startsWith('GET /ping')) return say(http('pong\r\n'))(socket);
      if (heard.startsWith('GET /ping')) return reset(socket, chunk);
      if (well && heard.includes('Subject: Proef')) return say(http(clean))(socket);
      const length = Number(/content-length: (\d+)/iu.exec(heard)?.[1]);
      if (heard.length >= heard.indexOf('\r\n\r\n') + 4 + length) answer(socket, Buffer.from(heard, 'latin1'));
    });
  });
}

const goodClamd = () => clamdThat(say('stream: OK\0'));
const goodRspamd = () => rspamdThat(say(http(clean)));

// Long, since the machine may be busy; only a scanner that is silent is given up sooner.
export const PATIENCE = 20_000;

export async function judge(
  ports: { clamd?: number; rspamd?: number },
  {
    bytes = Buffer.from('Subject: hoi\r\n\r\nDag\r\n'),
    signal,
    blobs,
    times = {},
    decoded = noParts,
    breaks = 0,
  }: Partial<Given> = {},
) {
  const raw = { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
  const store = blobs ?? { read: async () => bytes, stream: () => Readable.from(piecesOf(bytes)) };
  const url = `http://127.0.0.1:${ports.rspamd ?? (await goodRspamd())}`;
  const clamd = { host: '127.0.0.1', port: ports.clamd ?? (await goodClamd()) };
  const timeouts = { clamd: PATIENCE, rspamd: PATIENCE, ...times };
  const one = screening({ ...usual, blobs: store, rspamd: { url, password: 'q1' }, clamd, timeouts });
  const envelope = { from: 'jan@burger.example\r\nPassword: x', recipient: 'post@gemeente.example' };
  return one.judge(raw, { envelope, decoded, breaks, signal: signal ?? AbortSignal.timeout(150_000) });
}

/** As a folder gives them. */
function* piecesOf(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += kilobytes(64)) yield bytes.subarray(at, at + kilobytes(64));
}

const noParts: Given['decoded'] = Promise.resolve({ outcome: 'ok', attachments: [] });

export interface Given {
  bytes: Buffer;
  decoded: Promise<{ outcome: DecodedMessage['outcome']; attachments: DecodedAttachment[] }>;
  breaks: number;
  signal: AbortSignal;
  blobs: Pick<Blobs, 'read' | 'stream'>;
  /** How long each scanner is waited for, in milliseconds. */
  times: { clamd?: number; rspamd?: number };
}

export const silence: Answer = () => undefined;
export const patienceWith = (answer: Answer) => (answer === silence ? 1_500 : PATIENCE);
/** What an Rspamd says that could not finish. */
export const softReject = say(http('{"action":"soft reject","score":0,"required_score":15,"symbols":{}}'));
export const reset: Answer = (socket) => void socket.resetAndDestroy();
