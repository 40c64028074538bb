import { Pop3Error, type Pop3ErrorKind } from './error.ts';
import type { Pop3Limits } from './limits.ts';
import { parseReply, type Reply, refusal } from './reply.ts';
import type { Wire } from './wire.ts';

/** Commands out, replies in, one caller at a time: POP3 has no tags by which two conversations could be told apart. */
export class Dialogue {
  readonly wire: Wire;
  readonly limits: Pop3Limits;
  #busy = false;
  #secrets: string[] = [];

  constructor(wire: Wire, limits: Pop3Limits) {
    this.wire = wire;
    this.limits = limits;
  }

  /** Takes the floor; the function it gives returns it. Throws `busy` when somebody else has it. */
  take(): () => void {
    if (this.wire.failure !== undefined) throw this.wire.failure;
    if (this.#busy)
      throw new Pop3Error('busy', 'Another call, or a body that was not read to its end, holds the session.');
    if (this.wire.unread > 0) throw this.wire.fail(new Pop3Error('protocol', 'The server spoke without being asked.'));
    this.#busy = true;
    return () => {
      this.#busy = false;
    };
  }

  /** Runs one exchange with the floor taken. */
  async turn<T>(exchange: () => Promise<T>): Promise<T> {
    const giveBack = this.take();
    try {
      return await exchange();
    } finally {
      giveBack();
    }
  }

  /** Keeps these out of everything that the server says from now on. */
  conceal(...secrets: string[]): void {
    // Lines are read byte by byte as latin1, so an echo in UTF-8 looks different.
    this.#secrets.push(...secrets, ...secrets.map((secret) => Buffer.from(secret, 'utf8').toString('latin1')));
  }

  send(...commands: string[]): void {
    this.wire.write(commands.map((command) => `${command}\r\n`).join(''));
  }

  /** The next status line, whatever it says. Anything else is a `protocol` error. */
  async hear(): Promise<Reply> {
    this.wire.startClock();
    const reply = parseReply(await this.wire.readLine());
    if (reply === undefined)
      throw this.wire.fail(new Pop3Error('protocol', 'The server sent something that is no POP3 reply.'));
    return reply;
  }

  /** The next status line, which must be `+OK` or `-ERR`. `verb` names the command in errors. */
  async hearAnswer(verb: string): Promise<Reply> {
    const reply = await this.hear();
    if (reply.status !== 'challenge') return reply;
    throw this.wire.fail(new Pop3Error('protocol', `The server answered ${verb} with a challenge.`));
  }

  /** The next status line, which must be `+OK`. */
  async expect(verb: string, ifRefused: Pop3ErrorKind = 'refused'): Promise<Reply> {
    const reply = await this.hearAnswer(verb);
    if (reply.status === 'error') throw this.refusal(verb, reply, ifRefused);
    return reply;
  }

  refusal(verb: string, reply: Reply, ifNoCode: Pop3ErrorKind = 'refused'): Pop3Error {
    return refusal(verb, reply, this.#secrets, ifNoCode);
  }

  /** One command with a one-line answer. `command` may hold no credential: its verb appears in errors. */
  ask(command: string): Promise<Reply> {
    return this.turn(() => {
      this.send(command);
      return this.expect(command.split(' ', 1)[0] ?? command);
    });
  }

  /** The lines of a multi-line answer, as {@link eachLine} gives them. */
  async lines(most: number): Promise<string[]> {
    const lines: string[] = [];
    await this.eachLine(most, (line) => lines.push(line));
    return lines;
  }

  /** Each line of a multi-line answer, without the dot that ends it. More than `most` is a `protocol` error. */
  async eachLine(most: number, visit: (line: string) => void): Promise<void> {
    for (let count = 0; ; count += 1) {
      const line = this.wire.lineAtHand() ?? (await this.wire.readLine());
      if (line === '.') return;
      if (count === most) throw this.wire.fail(new Pop3Error('protocol', `The server sent more than ${most} lines.`));
      visit(line.startsWith('.') ? line.slice(1) : line);
    }
  }
}
