import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { KeyPair } from './certificates.ts';

/**
 * Where a session goes wrong: at the greeting, at a command, within the message (its first bytes have come, the final
 * dot has not), or at the final dot, when all of the message is there and only the reply is due.
 */
export type SmtpPoint = 'greeting' | 'EHLO' | 'STARTTLS' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'message' | 'dot';

/**
 * What happens there: `drop` ends the connection, `reset` breaks it, `silence` says nothing ever, `cut` ends it within
 * the reply's line, and a text such as `451 4.3.0 Later` is the reply.
 */
export interface SmtpFault {
  readonly at: SmtpPoint;
  readonly how: 'drop' | 'reset' | 'silence' | 'cut' | { readonly reply: string };
}

/** What one connection brought. */
export interface SmtpSighting {
  /** Command lines, with the words of AUTH left out. */
  readonly commands: string[];
  /** Envelope of the last message. */
  from: string;
  to: string[];
  /** Messages whose final dot came. */
  readonly taken: Buffer[];
  /** Bytes that came after the last 354, final dot included when it came; dots still stuffed. */
  messageBytes: number;
  tls: boolean;
  closed: boolean;
}

const crlf = '\r\n';

/** One connection to the faulty server. */
export class FaultySession {
  readonly sighting: SmtpSighting = {
    ...{ commands: [], from: '', to: [], taken: [] },
    ...{ messageBytes: 0, tls: false, closed: false },
  };
  #socket: Socket;
  readonly #keyPair: KeyPair;
  readonly #fault: SmtpFault | undefined;
  #pending = '';
  #inMessage = false;
  #repliedEarly = false;
  #dead = false;

  constructor(socket: Socket, keyPair: KeyPair, fault: SmtpFault | undefined) {
    this.#socket = socket;
    this.#keyPair = keyPair;
    this.#fault = fault;
    socket.on('close', () => {
      this.sighting.closed = true;
    });
    this.#listen(socket);
    this.#reply('greeting', '220 localhost ESMTP');
  }

  #listen(socket: Socket) {
    this.#socket = socket;
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => this.#take(chunk.toString('latin1')));
  }

  #take(text: string) {
    if (this.#dead) return;
    this.#pending += text;
    while (!this.#dead && (this.#inMessage ? this.#takeMessage() : this.#takeLine()));
  }

  #takeLine(): boolean {
    const end = this.#pending.indexOf(crlf);
    if (end < 0) return false;
    const line = this.#pending.slice(0, end);
    this.#pending = this.#pending.slice(end + crlf.length);
    this.#obey(line);
    return true;
  }

  #obey(line: string) {
    const verb = line.split(/[ :]/, 1)[0]?.toUpperCase() ?? '';
    this.sighting.commands.push(verb === 'AUTH' ? 'AUTH' : line);
    switch (verb) {
      case 'EHLO':
        return this.#reply('EHLO', this.#capabilities());
      case 'STARTTLS':
        return this.#reply('STARTTLS', '220 2.0.0 Go ahead', () => this.#startTls());
      case 'AUTH':
        return this.#reply('AUTH', '235 2.7.0 Welcome');
      case 'MAIL':
        Object.assign(this.sighting, { from: addressIn(line), to: [] });
        return this.#reply('MAIL', '250 2.1.0 OK');
      case 'RCPT':
        this.sighting.to.push(addressIn(line));
        return this.#reply('RCPT', '250 2.1.5 OK');
      case 'DATA':
        return this.#reply('DATA', '354 End with a dot', () => this.#startMessage());
      case 'QUIT':
        this.#socket.end(`221 2.0.0 Bye${crlf}`);
        return;
      default:
        this.#socket.write(`250 2.0.0 OK${crlf}`);
    }
  }

  #capabilities(): string {
    const offered = this.sighting.tls ? ['AUTH PLAIN LOGIN'] : ['STARTTLS'];
    return ['250-localhost', '250-SIZE 52428800', '250-8BITMIME', `250 ${offered}`].join(crlf);
  }

  #startTls() {
    // What was sent before the handshake is thrown away, as RFC 3207 section 4.2 asks.
    this.#pending = '';
    this.sighting.tls = true;
    this.#socket.removeAllListeners('data');
    this.#listen(new TLSSocket(this.#socket, { isServer: true, ...this.#keyPair }));
  }

  #startMessage() {
    this.#inMessage = true;
    this.sighting.messageBytes = 0;
  }

  #takeMessage(): boolean {
    const whole = `${crlf}${this.#pending}`;
    const dot = whole.indexOf(`${crlf}.${crlf}`);
    this.sighting.messageBytes = dot < 0 ? this.#pending.length : dot + 3;
    if (this.#fault?.at === 'message' && this.#pending.length > 0 && !this.#repliedEarly) {
      this.#repliedEarly = true;
      this.#fail('250 2.0.0 OK');
    }
    if (dot < 0 || this.#dead) return false;
    const body = whole
      .slice(crlf.length, dot + crlf.length)
      .replaceAll(`${crlf}.`, crlf)
      .replace(/^\./, '');
    this.sighting.taken.push(Buffer.from(body, 'latin1'));
    this.#pending = this.#pending.slice(dot + 3);
    this.#inMessage = false;
    if (!this.#repliedEarly) this.#reply('dot', '250 2.0.0 OK queued');
    this.#repliedEarly = false;
    return true;
  }

  #reply(point: SmtpPoint, reply: string, then?: () => void) {
    if (this.#fault?.at === point) return this.#fail(reply);
    this.#socket.write(`${reply}${crlf}`);
    then?.();
  }

  #fail(reply: string) {
    const how = this.#fault?.how;
    if (typeof how === 'object') {
      this.#socket.write(`${how.reply}${crlf}`);
      return;
    }
    this.#dead = true;
    if (how === 'drop') this.#socket.destroy();
    if (how === 'reset') resetUnder(this.#socket);
    if (how === 'cut') this.#socket.write(reply.slice(0, 5), () => this.#socket.destroy());
  }
}

function addressIn(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? '';
}

// A TLS socket cannot send a reset itself; the connection below it can.
function resetUnder(socket: Socket) {
  const under = (socket as Socket & { _parent?: Socket })._parent ?? socket;
  under.resetAndDestroy();
}
