import { isIP } from 'node:net';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type OutgoingMailSettings, type Submission, type SubmissionOutcome, ZaakpostError } from '@zaakpost/domain';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { Gate } from './gate.ts';
import { reachableAddresses } from './reachable-address.ts';
import { afterTerminator, connectFault, isBroken, replyOf, unavailable, unsent } from './smtp-fault.ts';
import type { SubmissionTimeouts } from './timeouts.ts';

/** A server with its login, as profiles and configuration name it. */
export type SmtpServer = NonNullable<OutgoingMailSettings['externalServer']>;

export type OutgoingMail = Parameters<Submission['deliver']>[0];

export interface SessionOptions {
  hostName: string;
  timeouts: SubmissionTimeouts;
  allowPrivateHosts: boolean;
}

/** The connection broke on its own before the gate: certainly unsent, and another connection may do better. */
export class SessionBroken extends Error {}

/** What nodemailer keeps between the message and the socket. */
interface Sending {
  _socket: { writableLength: number; destroyed: boolean } | false | null;
  _currentDataStream: (Readable & { writableLength: number }) | false;
}

const IMPLICIT_TLS = 465;

/** One logged-in connection, TLS from before the login on. It has one transaction at a time. */
export class SmtpSession {
  /** Takes another transaction. False after any failure: such a connection is closed and never told QUIT. */
  usable = true;
  transactions = 0;
  readonly #connection: SMTPConnection;
  readonly #timeouts: SubmissionTimeouts;

  private constructor(connection: SMTPConnection, timeouts: SubmissionTimeouts) {
    this.#connection = connection;
    this.#timeouts = timeouts;
    const spent = () => {
      this.usable = false;
    };
    connection.on('error', spent).on('end', spent);
  }

  /** @throws UnavailableError (thing) or TransientError('smtp-deferred'); the signal's reason when aborted. */
  static async open(server: SmtpServer, options: SessionOptions, signal: AbortSignal): Promise<SmtpSession> {
    const [address] = await reachableAddresses(server.host, options.allowPrivateHosts);
    const connection = new SMTPConnection({
      host: address ?? server.host,
      ...(isIP(server.host) ? {} : { servername: server.host }),
      port: server.port,
      secure: server.port === IMPLICIT_TLS,
      requireTLS: server.port !== IMPLICIT_TLS,
      tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2', ...(server.ca === null ? {} : { ca: server.ca }) },
      name: options.hostName,
      connectionTimeout: options.timeouts.connect,
      greetingTimeout: options.timeouts.connect,
      // Ours are the deadlines; this one only keeps nodemailer's own from coming first.
      socketTimeout: options.timeouts.connect + options.timeouts.transfer + options.timeouts.reply,
      socketCloseTimeout: 0,
    });
    const session = new SmtpSession(connection, options.timeouts);
    const watch = new Watch(() => session.close(), signal, options.timeouts.connect);
    try {
      await watch.over(connected(connection));
      if (server.userName !== '') await watch.over(loggedIn(connection, server));
      return session;
    } catch (error) {
      session.close();
      signal.throwIfAborted();
      throw connectFault(error);
    } finally {
      watch.end();
    }
  }

  /**
   * One transaction (RFC 5321 section 3.3) for one recipient.
   *
   * @throws SessionBroken; TransientError or UnavailableError as `Submission` says; what `handingOver` or the message's
   * stream throws; the signal's reason.
   */
  async transact(
    mail: OutgoingMail,
    handingOver: () => Promise<void>,
    signal: AbortSignal,
  ): Promise<SubmissionOutcome> {
    signal.throwIfAborted();
    this.transactions += 1;
    const watch = new Watch(() => this.close(), signal, this.#timeouts.transfer);
    const gate = new Gate({
      drained: () => this.#drained(gate),
      handingOver,
      onPassed: () => watch.restart(this.#timeouts.reply),
    });
    const message = new Message(mail, gate);
    try {
      const reply = await watch.over(this.#send(mail, gate));
      if (!gate.passed) throw unavailable('smtp-protocol', 'The mail server answered before the message ended.', null);
      return { kind: 'accepted', reply: replyOf(reply) };
    } catch (error) {
      this.close();
      gate.destroy();
      await gate.shut();
      if (gate.passed) return afterTerminator(error);
      const fault = gate.handingOverFault ?? message.fault;
      if (fault) throw fault.error;
      signal.throwIfAborted();
      if (error instanceof ZaakpostError) throw error;
      if (isBroken(error)) throw new SessionBroken('The connection broke.', { cause: error });
      return unsent(error);
    } finally {
      watch.end();
    }
  }

  /** Says goodbye; for a connection that is idle and whole. */
  quit(): void {
    if (!this.usable) return;
    this.usable = false;
    this.#connection.quit();
  }

  /** Ends the connection as it is, in the middle of a message too: the server then keeps nothing. */
  close(): void {
    this.usable = false;
    this.#connection.close();
  }

  #send(mail: OutgoingMail, gate: Gate): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#connection.send({ from: mail.from, to: [mail.to], size: mail.size }, gate, (error, sent) =>
        error ? reject(error) : resolve(sent?.response ?? ''),
      );
    });
  }

  /** Everything up to here has been taken by the operating system. */
  async #drained(gate: Gate): Promise<void> {
    for (let turns = 0; ; turns += 1) {
      const { _socket: socket, _currentDataStream: inner } = this.#connection as unknown as Sending;
      if (!this.usable || !socket || socket.destroyed || !inner) throw new Error('The connection is gone.');
      if (gate.readableLength + inner.writableLength + inner.readableLength + socket.writableLength === 0) return;
      await new Promise((resolve) => (turns < 20 ? setImmediate(resolve) : setTimeout(resolve, 5)));
    }
  }
}

/** The bytes on their way into the gate: opened when the server said 354, so not for a recipient it refuses. */
class Message {
  fault: { error: unknown } | null = null;

  constructor(mail: OutgoingMail, gate: Gate) {
    gate.on('error', () => {});
    gate.once('resume', () => {
      const source = mail.mime();
      source.once('error', (error) => {
        if (!gate.destroyed) this.fault = { error };
      });
      pipeline(source, gate).catch(() => {});
    });
  }
}

function connected(connection: SMTPConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject);
    connection.once('end', () => reject(new Error('The connection was closed.')));
    connection.connect((error) => (error ? reject(error) : resolve()));
  });
}

function loggedIn(connection: SMTPConnection, { userName, password }: SmtpServer): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject);
    connection.login({ user: userName, pass: password }, (error) => (error ? reject(error) : resolve()));
  });
}

/** A deadline and an abort over whatever is awaited; both close the connection. */
class Watch {
  readonly #stop: () => void;
  readonly #signal: AbortSignal;
  readonly #cut = Promise.withResolvers<never>();
  #timer: NodeJS.Timeout;

  constructor(stop: () => void, signal: AbortSignal, time: number) {
    this.#stop = stop;
    this.#signal = signal;
    this.#cut.promise.catch(() => {});
    this.#timer = this.#armed(time);
    signal.addEventListener('abort', this.#aborted, { once: true });
    if (signal.aborted) this.#aborted();
  }

  over<T>(awaited: Promise<T>): Promise<T> {
    awaited.catch(() => {});
    return Promise.race([awaited, this.#cut.promise]);
  }

  restart(time: number): void {
    clearTimeout(this.#timer);
    this.#timer = this.#armed(time);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#signal.removeEventListener('abort', this.#aborted);
  }

  readonly #aborted = (): void => this.#expire(new Error('The delivery was cancelled.'));

  #armed(time: number): NodeJS.Timeout {
    return setTimeout(() => this.#expire(new Error(`No answer within ${time / 1_000} s.`)), time);
  }

  #expire(reason: Error): void {
    this.#cut.reject(reason);
    this.#stop();
  }
}
