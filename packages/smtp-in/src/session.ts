import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { type Command, commandOf, isHttp, isSmallTalk } from './command.ts';
import type { SmtpClient, SmtpEvents, SmtpHandlers } from './handlers.ts';
import { lastWord } from './last-word.ts';
import type { SmtpLimits } from './limits.ts';
import { isTaken, lineOf, type Reply, replies } from './reply.ts';
import { secured, tlsOf } from './secure.ts';
import { Transaction } from './transaction.ts';
import { type Line, Wire } from './wire.ts';

/** What all sessions of a server share. */
export interface Dialogue {
  readonly name: string;
  readonly lmtp: boolean;
  readonly limits: SmtpLimits;
  readonly handlers: SmtpHandlers;
  readonly events: SmtpEvents;
  /** Null: STARTTLS is not offered. */
  readonly secureContext: () => SecureContext | null;
  /** Are there so many connections that the idle ones must make room? */
  readonly crowded: () => boolean;
  /** Comes when no new work may begin. */
  readonly stopping: AbortSignal;
}

/** After this the connection is closed. */
class Over extends Error {
  readonly reply: Reply | null;

  constructor(reply: Reply | null) {
    super('The session is over.');
    this.reply = reply;
  }
}

/** One connection, from the greeting to its end. */
export class Session {
  readonly #dialogue: Dialogue;
  #wire: Wire;
  #client: SmtpClient;
  #transaction: Transaction;
  #commands = 0;
  /** Commands since the last mail that bring none nearer. */
  #smallTalk = 0;
  #errors = 0;
  #mails = 0;
  /** A good answer to a message, and how many bytes had come by then: what comes later was sent by one who may have seen it. */
  #unconfirmed: { at: number; confirmed: () => Promise<void> } | undefined;

  constructor(socket: Socket, client: Pick<SmtpClient, 'address' | 'trusted'>, dialogue: Dialogue) {
    this.#dialogue = dialogue;
    this.#wire = new Wire(socket);
    this.#client = { ...client, helo: '', tls: null };
    this.#transaction = this.#newTransaction();
  }

  /** Ends when the connection has. Never throws. */
  async run(): Promise<void> {
    const { limits, events } = this.#dialogue;
    try {
      await this.#greet();
      for (;;) await this.#answer(await this.#nextCommand());
    } catch (error) {
      if (!(error instanceof Over)) events.failed(error);
      const last = error instanceof Over ? error.reply : replies.broken;
      if (last !== null) await this.#say(last);
      await this.#wire.hangUp(limits.linger);
    }
  }

  /** At once, whatever it is doing. */
  destroy(): void {
    this.#wire.destroy();
  }

  async #greet(): Promise<void> {
    const { name, lmtp } = this.#dialogue;
    if (this.#wire.received > 0) throw new Over(replies.sentTooEarly);
    await this.#say({ code: 220, text: `${name} ${lmtp ? 'LMTP' : 'ESMTP'}` });
  }

  async #nextCommand(): Promise<Command | null> {
    const line = await this.#nextLine();
    if ('none' in line) throw new Over(lastWord(line));
    const { limits } = this.#dialogue;
    await this.#seen();
    this.#commands += 1;
    const command = commandOf(line.bytes);
    if (command !== null && isSmallTalk(command)) this.#smallTalk += 1;
    const tooMany = this.#commands > limits.commands || this.#smallTalk > limits.smallTalk;
    if (tooMany && !this.#client.trusted) throw new Over(replies.tooManyCommands);
    return command;
  }

  async #nextLine(): Promise<Line> {
    const { limits, stopping } = this.#dialogue;
    const { line: length, command: whole } = limits;
    const idle = this.#dialogue.crowded() ? limits.crowdedIdle : limits.idle;
    const line = await this.#wire.line({ length, idle, whole }, stopping);
    // One who was just told that its message is taken is given a moment to show that it heard.
    if (!('none' in line) || line.none !== 'called' || this.#unconfirmed === undefined) return line;
    const last = await this.#wire.line({ length, idle: limits.linger, whole: limits.linger });
    return 'none' in last ? { none: 'called', early: true } : last;
  }

  // Commands that were sent along with the message (RFC 2920) do not show that its answer was seen.
  async #seen(): Promise<void> {
    const waiting = this.#unconfirmed;
    if (waiting === undefined || this.#wire.consumed <= waiting.at) return;
    this.#unconfirmed = undefined;
    await waiting.confirmed().catch((error: unknown) => this.#dialogue.events.failed(error));
  }

  async #answer(command: Command | null): Promise<void> {
    if (command === null) return this.#refuse(replies.badCharacters);
    if (isHttp(command)) throw new Over(replies.notHttp);
    switch (command.verb) {
      case 'EHLO':
      case 'HELO':
      case 'LHLO':
        return this.#hello(command);
      case 'STARTTLS':
        return this.#startTls(command);
      case 'MAIL':
        return this.#mail(command);
      case 'RCPT':
        return this.#refuseOr(await this.#transaction.recipient(command.argument, this.#client));
      case 'DATA':
        return this.#data(command);
      case 'RSET':
        this.#transaction = this.#newTransaction();
        return this.#say(replies.ok);
      case 'NOOP':
        return this.#say(replies.ok);
      case 'VRFY':
        return this.#say(replies.cannotVerify);
      case 'HELP':
        return this.#say(replies.help);
      case 'QUIT':
        throw new Over(replies.bye);
      case 'AUTH':
      case 'EXPN':
      case 'BDAT':
      case 'ETRN':
      case 'XCLIENT':
      case 'XFORWARD':
        return this.#refuse(replies.notOffered);
      default:
        return this.#refuse(replies.unknownCommand);
    }
  }

  async #hello({ verb, argument }: Command): Promise<void> {
    const { name, lmtp, limits, secureContext } = this.#dialogue;
    if ((verb === 'LHLO') !== lmtp) return this.#refuse(replies.unknownCommand);
    if (argument === '') return this.#refuse(replies.badCommand);
    this.#client = { ...this.#client, helo: argument.slice(0, 255) };
    this.#transaction = this.#newTransaction();
    if (verb === 'HELO') return this.#say({ code: 250, text: name });
    const offers = [name, 'PIPELINING', `SIZE ${limits.size}`, '8BITMIME', 'SMTPUTF8', 'ENHANCEDSTATUSCODES'];
    if (secureContext() !== null && this.#client.tls === null) offers.push('STARTTLS');
    const last = offers.pop();
    await this.#wire.write(`${offers.map((offer) => `250-${offer}\r\n`).join('')}250 ${last}\r\n`, limits.command);
  }

  async #startTls({ argument }: Command): Promise<void> {
    const { limits, secureContext, events } = this.#dialogue;
    const context = secureContext();
    if (context === null) return this.#refuse(replies.notOffered);
    if (this.#client.tls !== null) return this.#refuse(replies.tlsTwice);
    if (argument !== '') return this.#refuse(replies.badCommand);
    this.#mustBeLast();
    await this.#say(replies.readyForTls);
    this.#mustBeLast();
    const socket = this.#wire.release();
    const tls = await secured(socket, context, limits.command).catch(() => null);
    if (tls === null) {
      events.refused('tls-failed');
      throw new Over(null);
    }
    // Nothing that was said in the clear counts (RFC 3207, 4.2).
    this.#wire = new Wire(tls);
    this.#client = { ...this.#client, helo: '', tls: tlsOf(tls) };
    this.#transaction = this.#newTransaction();
  }

  async #mail({ argument }: Command): Promise<void> {
    const { limits } = this.#dialogue;
    if (this.#client.helo === '') return this.#refuse(replies.helloFirst);
    if (this.#mails >= limits.mails && !this.#client.trusted) throw new Over(replies.tooManyMails);
    await this.#refuseOr(this.#transaction.begin(argument));
  }

  async #data({ argument }: Command): Promise<void> {
    const envelope = argument === '' ? this.#transaction.envelope() : replies.badCommand;
    if ('code' in envelope) return this.#refuse(envelope);
    this.#mustBeLast();
    await this.#say(replies.goAhead);
    const { replies: answers, confirmed, over } = await this.#transaction.take(this.#wire, envelope, this.#client);
    this.#mails += 1;
    for (const reply of answers) await this.#say(reply);
    this.#transaction = this.#newTransaction();
    if (over) throw new Over(null);
    if (!answers.some(isTaken)) return;
    this.#unconfirmed = { at: this.#wire.received, confirmed };
    this.#errors = 0;
    this.#smallTalk = 0;
  }

  // RFC 2920, 3.1: after these a client waits for the answer. What came with them was put there by somebody else.
  #mustBeLast(): void {
    if (this.#wire.received > this.#wire.consumed) throw new Over(replies.sentTooEarly);
  }

  #newTransaction(): Transaction {
    return new Transaction(this.#dialogue, this.#transaction?.refusedRecipients ?? 0);
  }

  async #refuseOr(reply: Reply): Promise<void> {
    if (this.#transaction.refusedRecipients >= this.#dialogue.limits.refused && !this.#client.trusted) {
      throw new Over(replies.tooManyRefused);
    }
    if (reply.refusal === 'syntax' || reply.refusal === 'out-of-order') return this.#refuse(reply);
    await this.#say(reply);
  }

  async #refuse(reply: Reply): Promise<void> {
    this.#errors += 1;
    if (this.#errors >= this.#dialogue.limits.errors) throw new Over(replies.tooManyErrors);
    await this.#say(reply);
  }

  async #say(reply: Reply): Promise<void> {
    if (reply.refusal !== undefined) this.#dialogue.events.refused(reply.refusal);
    await this.#wire.write(lineOf(reply), this.#dialogue.limits.command);
  }
}
