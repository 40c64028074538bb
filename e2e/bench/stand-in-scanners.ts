import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** Scanners that cost nothing, so that what is left is ours: each reads the mail and calls it clean. For the bench only. */
export interface StandInScanners {
  rspamdUrl: string;
  clamdPort: number;
  stop(): Promise<void>;
}

const SPAM = JSON.stringify({ action: 'no action', score: 0, required_score: 15, symbols: {} });
/** What the house sends to see whether clamd is fit is a zip with one of these files; the length of its header precedes. */
const PROBES = [
  { name: 'probe.zip', answer: 'Eicar-Test-Signature' },
  { name: 'probe.txt', answer: 'Heuristics.Encrypted.Zip' },
];
const NAME_ENDS = 64;
const LENGTH = 4;
const END = Buffer.alloc(LENGTH);

export async function startStandInScanners(): Promise<StandInScanners> {
  const rspamd = createHttpServer((request, response) => {
    request.resume().once('end', () => response.end(request.url === '/ping' ? 'pong' : SPAM));
  });
  const clamd = createServer(answerAsClamd);
  for (const server of [rspamd, clamd]) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
  const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;
  return {
    rspamdUrl: `http://127.0.0.1:${portOf(rspamd)}`,
    clamdPort: portOf(clamd),
    async stop() {
      rspamd.closeAllConnections();
      await Promise.all([rspamd, clamd].map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

function answerAsClamd(socket: Socket): void {
  let start = Buffer.alloc(0);
  let tail = Buffer.alloc(0);
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    if (start.length < NAME_ENDS) start = Buffer.concat([start, chunk]);
    tail = Buffer.concat([tail, chunk]).subarray(-LENGTH);
    if (start.toString('latin1').startsWith('zPING')) socket.end('PONG\0');
    else if (start.toString('latin1').startsWith('zVERSION')) socket.end('ClamAV 1.0.0\0');
    else if (tail.equals(END)) socket.end(answerTo(start));
  });
}

function answerTo(start: Buffer): string {
  const probe = PROBES.find(({ name }) => start.subarray(0, NAME_ENDS).includes(name));
  return probe ? `stream: ${probe.answer} FOUND\0` : 'stream: OK\0';
}
