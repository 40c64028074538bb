import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { serve } from './crew-member.ts';
import { watchMemory } from './memory.ts';
import type { Emptied } from './pop3-worker.ts';

/** A mailbox over TLS, and an empty folder for its mail. */
export interface Emptying {
  port: number;
  ca: string;
  user: string;
  password: string;
  folder: string;
}

const AHEAD = 10;
const DOT_LINE = Buffer.from('\r\n.\r\n');

/** The loop that anybody would write: ten RETR ahead, each mail in memory, then in a file that is synced. */
await serve<Emptying, Emptied>(async (plan) => ({
  async start() {
    const memory = await watchMemory();
    const started = performance.now();
    await emptied(plan);
    return { seconds: (performance.now() - started) / 1_000, megabytes: memory.end() };
  },
  stop: async () => undefined,
}));

async function emptied({ port, ca, user, password, folder }: Emptying): Promise<void> {
  const socket = connect({ host: 'localhost', port, ca });
  await once(socket, 'secureConnect');
  const answers = answersOf(socket);
  const ask = async (command: string) => {
    socket.write(`${command}\r\n`);
    return answers.line();
  };
  await answers.line();
  await ask(`USER ${user}`);
  await ask(`PASS ${password}`);
  const count = Number((await ask('STAT')).split(' ')[1]);

  const files: Promise<void>[] = [];
  let asked = 0;
  for (let number = 1; number <= count; number += 1) {
    for (; asked < count && asked < number + AHEAD - 1; asked += 1) socket.write(`RETR ${asked + 1}\r\n`);
    await answers.line();
    files.push(writeSynced(join(folder, `${number}.eml`), unstuffed(await answers.body())));
  }
  await Promise.all(files);
  socket.write(Array.from({ length: count }, (_, index) => `DELE ${index + 1}\r\n`).join(''));
  for (let number = 1; number <= count; number += 1) await answers.line();
  await ask('QUIT');
  socket.destroy();
}

async function writeSynced(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx');
  await file.writeFile(bytes);
  await file.sync();
  await file.close();
}

const unstuffed = (bytes: Buffer): Buffer =>
  bytes.includes('\r\n..') ? Buffer.from(bytes.toString('latin1').replaceAll('\r\n..', '\r\n.'), 'latin1') : bytes;

/** Lines and bodies in the order in which they come. */
function answersOf(socket: TLSSocket) {
  const chunks = socket[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  const until = async (end: Buffer | string): Promise<Buffer> => {
    const parts: Buffer[] = [];
    for (;;) {
      // The end may lie across two chunks.
      const tail = parts.length === 0 ? rest : Buffer.concat([parts.pop() as Buffer, rest]);
      const at = tail.indexOf(end);
      if (at >= 0) {
        rest = tail.subarray(at + end.length);
        return Buffer.concat([...parts, tail.subarray(0, at)]);
      }
      const kept = Math.max(0, tail.length - end.length);
      parts.push(tail.subarray(0, kept), tail.subarray(kept));
      const next = await chunks.next();
      if (next.done) throw new Error('The server closed the connection.');
      rest = next.value;
    }
  };
  return { line: async () => (await until('\r\n')).toString('latin1'), body: () => until(DOT_LINE) };
}
