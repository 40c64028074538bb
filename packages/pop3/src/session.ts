import type { MessageBody } from './body.ts';
import { type Capabilities, parseCapabilities } from './capabilities.ts';
import type { Pop3Certificate } from './certificate.ts';
import type { Dialogue } from './dialogue.ts';
import { Pop3Error } from './error.ts';
import {
  askList,
  askStat,
  askUidl,
  type ListEntry,
  type MailboxStat,
  type UniqueIdEntry,
  type Visit,
} from './listing.ts';
import { login, type Pop3Credentials } from './login.ts';
import {
  checked,
  type DeleteRefusal,
  deleteEach,
  type RetrievedMessage,
  retrieveEach,
  retrieveOne,
} from './pipeline.ts';

/** Far beyond what any server lists; a bound on what one can make us read. */
const mostCapabilities = 200;
const longestWindow = 1_000;

/** Whether the server said that it carried out the deletes. When not, they may or may not have been. */
export type QuitResult = { confirmed: true } | { confirmed: false; error: Pop3Error };

/**
 * A conversation with one POP3 server inside verified TLS. One call at a time: a second one throws `busy`.
 * Every call throws {@link Pop3Error}; after any kind but `auth`, `unsupported`, `in-use`, `login-delay`, `temporary`, `permanent`,
 * `refused` and `busy` the session is over.
 */
export class Pop3Session implements AsyncDisposable {
  readonly #dialogue: Dialogue;
  #capabilities: Capabilities = new Map();

  /** What the server's certificate says; it was verified. */
  readonly certificate: Pop3Certificate | undefined;

  /** Made by {@link connectPop3} only. */
  constructor(dialogue: Dialogue, certificate?: Pop3Certificate) {
    this.#dialogue = dialogue;
    this.certificate = certificate;
  }

  /** What the server offers, as it last said inside TLS. */
  get capabilities(): Capabilities {
    return this.#capabilities;
  }

  /** Asks what the server offers; nothing when it does not know CAPA. */
  async readCapabilities(): Promise<Capabilities> {
    this.#capabilities = await this.#dialogue.turn(async () => {
      this.#dialogue.send('CAPA');
      const reply = await this.#dialogue.hearAnswer('CAPA');
      return parseCapabilities(reply.status === 'ok' ? await this.#dialogue.lines(mostCapabilities) : []);
    });
    return this.#capabilities;
  }

  /** Logs in by SASL PLAIN, by USER and PASS, or by XOAUTH2 when given a token. A refusal leaves the session usable for QUIT. */
  async login(credentials: Pop3Credentials): Promise<void> {
    await this.#dialogue.turn(() => login(this.#dialogue, this.#capabilities, credentials));
    // RFC 2449 section 5: what is offered may differ once the user is known.
    await this.readCapabilities();
  }

  /** Messages and bytes in the mailbox, without those marked deleted. */
  stat(): Promise<MailboxStat> {
    return this.#dialogue.turn(() => askStat(this.#dialogue));
  }

  /** Every message's size, without those marked deleted. Asks STAT first, and a different count is a `protocol` error. */
  async list(): Promise<ListEntry[]> {
    const entries: ListEntry[] = [];
    await this.listEach((entry) => entries.push(entry));
    return entries;
  }

  /** {@link list} for a full mailbox: each entry as it comes. What was heard counts only when this has ended well. */
  listEach(visit: Visit<ListEntry>): Promise<void> {
    return this.#dialogue.turn(() => askList(this.#dialogue, visit));
  }

  /** Every message's unique-id, checked like {@link list}. `refused` when the server has none. */
  async uidl(): Promise<UniqueIdEntry[]> {
    const entries: UniqueIdEntry[] = [];
    await this.uidlEach((entry) => entries.push(entry));
    return entries;
  }

  /** {@link uidl} for a full mailbox, as {@link listEach} is for sizes. */
  uidlEach(visit: Visit<UniqueIdEntry>): Promise<void> {
    return this.#dialogue.turn(() => askUidl(this.#dialogue, visit));
  }

  /** One message. The session is the body's until that was read to its end or discarded. */
  retrieve(number: number): Promise<MessageBody> {
    return retrieveOne(this.#dialogue, number);
  }

  /**
   * Many messages in the order asked for, up to `window` (default 10) of them on their way at once where the server
   * offers PIPELINING. `numbers` is read as the window moves, so a generator can stop it when time is up. A body that was
   * not read when the next message is taken is discarded; leaving the loop discards those on their way.
   */
  retrieveMany(numbers: Iterable<number>, { window = 10 } = {}): AsyncGenerator<RetrievedMessage, void, undefined> {
    return retrieveEach(this.#dialogue, numbers, this.#allowed(window));
  }

  /** Marks a message deleted. It goes when {@link quit} is confirmed. */
  async delete(number: number): Promise<void> {
    await this.#dialogue.ask(`DELE ${checked(number)}`);
  }

  /** Marks many deleted, up to `window` (default 100) commands at once where the server offers PIPELINING. */
  deleteMany(numbers: readonly number[], { window = 100 } = {}): Promise<DeleteRefusal[]> {
    return this.#dialogue.turn(() => deleteEach(this.#dialogue, numbers, this.#allowed(window)));
  }

  /** NOOP: keeps the session alive. */
  async noop(): Promise<void> {
    await this.#dialogue.ask('NOOP');
  }

  /** RSET: unmarks everything that was marked deleted. */
  async reset(): Promise<void> {
    await this.#dialogue.ask('RSET');
  }

  /** Asks the server to carry out the deletes, and closes. Never throws. */
  async quit(): Promise<QuitResult> {
    try {
      await this.#dialogue.ask('QUIT');
      return { confirmed: true };
    } catch (error) {
      if (error instanceof Pop3Error) return { confirmed: false, error };
      throw error;
    } finally {
      this.close();
    }
  }

  /** Hangs up at once, without QUIT: the server keeps what was marked deleted. Whatever is under way throws `aborted`. */
  close(): void {
    this.#dialogue.wire.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  #allowed(window: number): number {
    if (!this.#capabilities.has('PIPELINING')) return 1;
    return Math.max(1, Math.min(Math.trunc(window), longestWindow));
  }
}
