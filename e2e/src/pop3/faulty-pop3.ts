import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { type KeyPair, testCertificates } from '@zaakpost/testing';

/** A mail that lies on the server; its unique-id is what the server says, whatever that is worth. */
export interface Lying {
  raw: Buffer;
  uniqueId: string;
}

/** What the server does wrong. */
export interface Faults {
  /** Bytes of a session, counted before encryption, after which the connection is gone. */
  cutAfter?: number;
  /** What is answered instead, by the whole command or its first word. `{hang up}` hangs up. */
  answers?: Record<string, string>;
  /** What is sent before TLS after the consent to STLS, in the same packet. */
  injected?: string;
  capabilities?: string[];
  /** The server has no UIDL. */
  withoutUniqueIds?: boolean;
  /** At QUIT it hangs up without an answer, before or after it has deleted. */
  quit?: 'dropsAndKeeps' | 'dropsAndDeletes';
  /** It takes this long over QUIT. */
  quitTakes?: Promise<void>;
  /** As RFC 1939 has it, a mailbox belongs to one session at a time. */
  locks?: boolean;
}

export interface FaultyPop3 {
  port: number;
  ca: string;
  /** What lies there; may be changed between sessions. */
  mails: Lying[];
  faults: Faults;
  /** Every command that was heard. */
  heard: string[];
  /** Bytes sent in the session that ended last. */
  sent: number;
  /** The session that holds the mailbox where it is locked. */
  holder: object | null;
}

export const LOGIN = { userName: 'loket', password: 'zeer-geheim-woord' };
const CAPABILITIES = ['USER', 'UIDL', 'PIPELINING', 'RESP-CODES', 'AUTH-RESP-CODE'];
export const HANG_UP = '{hang up}';

/** A POP3 server that can be made to misbehave, over TLS from the first byte or after STLS. */
export async function withFaultyPop3<T>(
  protocol: 'pop3s' | 'stls',
  use: (server: FaultyPop3) => Promise<T>,
): Promise<T> {
  const { ca, server: keyPair } = await testCertificates();
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)));
    new Session(socket, faulty, protocol === 'pop3s' ? keyPair : null, keyPair).begin();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const faulty: FaultyPop3 = { port, ca, mails: [], faults: {}, heard: [], sent: 0, holder: null };
  try {
    return await use(faulty);
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

class Session {
  readonly #plain: Socket;
  readonly #server: FaultyPop3;
  readonly #mails: Lying[];
  readonly #deleted = new Set<number>();
  readonly #later: KeyPair;
  #socket: Socket;
  #rest = '';
  #gone = false;

  constructor(plain: Socket, server: FaultyPop3, now: KeyPair | null, later: KeyPair) {
    this.#plain = plain.on('error', () => undefined).on('close', () => this.#letGo());
    this.#server = server;
    this.#mails = [...server.mails];
    this.#later = later;
    this.#socket = now ? this.#secured(now) : plain;
    server.sent = 0;
  }

  begin(): void {
    this.#listen();
    this.#say('+OK ready\r\n');
  }

  #secured(keyPair: KeyPair): Socket {
    return new TLSSocket(this.#plain, { isServer: true, ...keyPair }).on('error', () => undefined);
  }

  #listen(): void {
    const socket = this.#socket;
    socket.on('data', (bytes: Buffer) => {
      if (socket !== this.#socket) return;
      this.#rest += bytes.toString('latin1');
      for (let end = this.#rest.indexOf('\r\n'); end >= 0; end = this.#rest.indexOf('\r\n')) {
        const line = this.#rest.slice(0, end);
        this.#rest = this.#rest.slice(end + 2);
        this.#obey(line);
      }
    });
  }

  #obey(line: string): void {
    this.#server.heard.push(line);
    const [verb = '', word] = line.split(' ');
    const { answers = {} } = this.#server.faults;
    const instead = answers[line] ?? answers[verb];
    if (instead === HANG_UP) this.#hangUp();
    else if (instead !== undefined) this.#say(`${instead}\r\n`);
    else if (verb === 'STLS') this.#startTls();
    else if (verb === 'QUIT') void this.#quit();
    else this.#say(this.#answer(verb, Number(word) - 1));
  }

  #answer(verb: string, index: number): string {
    const { capabilities = CAPABILITIES, withoutUniqueIds } = this.#server.faults;
    const mail = this.#mails[index];
    const each = (what: (mail: Lying) => string) => this.#mails.map((one, n) => `${n + 1} ${what(one)}`);
    if (verb === 'CAPA') return lines(capabilities);
    if (verb === 'PASS') return this.#mayEnter() ? '+OK\r\n' : '-ERR [IN-USE] another session reads this mailbox\r\n';
    if (verb === 'STAT')
      return `+OK ${this.#mails.length} ${this.#mails.reduce((sum, { raw }) => sum + raw.length, 0)}\r\n`;
    if (verb === 'LIST') return lines(each(({ raw }) => String(raw.length)));
    if (verb === 'UIDL') return withoutUniqueIds ? '-ERR no\r\n' : lines(each(({ uniqueId }) => uniqueId));
    if (verb === 'RETR' && mail) return `+OK\r\n${stuffed(mail.raw)}.\r\n`;
    if (verb === 'DELE') this.#deleted.add(index);
    return '+OK\r\n';
  }

  #mayEnter(): boolean {
    if (!this.#server.faults.locks) return true;
    this.#server.holder ??= this;
    return this.#server.holder === this;
  }

  #letGo(): void {
    if (this.#server.holder === this) this.#server.holder = null;
  }

  #startTls(): void {
    this.#say(`+OK begin\r\n${this.#server.faults.injected ?? ''}`);
    if (this.#gone) return;
    this.#plain.removeAllListeners('data');
    this.#socket = this.#secured(this.#later);
    this.#rest = '';
    this.#listen();
  }

  async #quit(): Promise<void> {
    const { quit, quitTakes } = this.#server.faults;
    await quitTakes;
    if (quit !== 'dropsAndKeeps') {
      // Deletes take effect here, whether the answer gets through or not.
      const gone = new Set([...this.#deleted].map((index) => this.#mails[index]));
      this.#server.mails = this.#server.mails.filter((mail) => !gone.has(mail));
    }
    if (quit === undefined) {
      this.#letGo();
      this.#say('+OK bye\r\n');
      this.#socket.end();
    } else this.#hangUp();
  }

  #say(text: string): void {
    if (this.#gone) return;
    const room = (this.#server.faults.cutAfter ?? Number.POSITIVE_INFINITY) - this.#server.sent;
    const head = text.slice(0, Math.max(0, room));
    this.#server.sent += head.length;
    const cut = head.length < text.length;
    if (!cut) this.#socket.write(head, 'latin1');
    else {
      this.#gone = true;
      this.#socket.write(head, 'latin1', () => this.#plain.destroy());
    }
  }

  #hangUp(): void {
    this.#gone = true;
    this.#plain.destroy();
  }
}

const lines = (all: string[]): string => `+OK\r\n${all.map((line) => `${line}\r\n`).join('')}.\r\n`;

const stuffed = (raw: Buffer): string => raw.toString('latin1').replace(/^\./u, '..').replaceAll('\r\n.', '\r\n..');
