import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:tls';
import { testCertificates } from '@zaakpost/testing';

/** A mailbox with any number of small mails, each made when it is asked for: the server holds a bit for each. */
export interface ManyMails {
  port: number;
  ca: string;
  /** Mails that lie there. */
  left(): number;
  /** Sessions that ended with QUIT. */
  sessions(): number;
  close(): Promise<void>;
}

export const LOGIN = { userName: 'loket', password: 'een-wachtwoord' };

/** Serves `count` mails over POP3S on a free port, one session at a time. */
export async function serveManyMails(count: number): Promise<ManyMails> {
  const { ca, server: keyPair } = await testCertificates();
  const gone = new Uint8Array(count);
  const state = { gone, left: count, sessions: 0, locked: false };
  const sockets = new Set<Socket>();
  const server = createServer(keyPair, (socket) => {
    sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)));
    converse(socket, state);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    ca,
    left: () => state.left,
    sessions: () => state.sessions,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface State {
  gone: Uint8Array;
  left: number;
  sessions: number;
  locked: boolean;
}

const textOf = (index: number) => `Subject: mail ${index}\r\nFrom: burger@example.nl\r\n\r\nNummer ${index}.\r\n`;

function converse(socket: Socket, state: State): void {
  let lying: number[] = [];
  let holds = false;
  const deleted = new Set<number>();
  const say = (text: string) => socket.write(text, 'latin1');
  const list = (what: (index: number) => string | number) =>
    say(`+OK\r\n${lying.map((index, n) => `${n + 1} ${what(index)}\r\n`).join('')}.\r\n`);
  const obey = (line: string) => {
    const [verb, word] = line.split(' ');
    const index = lying[Number(word) - 1];
    if (verb === 'CAPA') say('+OK\r\nUSER\r\nUIDL\r\nPIPELINING\r\nRESP-CODES\r\n.\r\n');
    else if (verb === 'PASS') {
      if (state.locked) return say('-ERR [IN-USE] another session\r\n');
      state.locked = true;
      holds = true;
      lying = [...state.gone.keys()].filter((one) => state.gone[one] === 0);
      say('+OK\r\n');
    } else if (verb === 'STAT') say(`+OK ${lying.length} ${lying.length * 80}\r\n`);
    else if (verb === 'LIST') list((one) => textOf(one).length);
    else if (verb === 'UIDL') list((one) => `uid-${one}`);
    else if (verb === 'RETR' && index !== undefined) say(`+OK\r\n${textOf(index)}.\r\n`);
    else if (verb === 'DELE' && index !== undefined) {
      deleted.add(index);
      say('+OK\r\n');
    } else if (verb === 'QUIT') {
      for (const one of deleted) state.gone[one] = 1;
      state.left -= deleted.size;
      state.sessions += 1;
      socket.end('+OK\r\n');
    } else say('+OK\r\n');
    return undefined;
  };
  say('+OK ready\r\n');
  let rest = '';
  socket.on('data', (bytes: Buffer) => {
    rest += bytes.toString('latin1');
    const lines = rest.split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) obey(line);
  });
  socket.on('close', () => {
    if (holds) state.locked = false;
  });
}
