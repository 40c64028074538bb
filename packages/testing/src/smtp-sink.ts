import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { type KeyPair, testCertificates } from './certificates.ts';
import { register } from './living.ts';
import { openOutbox, type ReceivedMail } from './outbox.ts';
import { until } from './until.ts';

/** A refusal at RCPT: an SMTP code and its text. */
export interface Refusal {
  readonly code: number;
  readonly text: string;
}

/** How the sink lets itself be talked to. */
export interface SmtpSinkOptions {
  /** A free one when not given. */
  readonly port?: number;
  /** Wanted before MAIL, over TLS only. Without it anybody may deliver. */
  readonly login?: { readonly user: string; readonly password: string };
  /** The test authority's for `localhost` when not given. */
  readonly keyPair?: KeyPair;
  /** Keeps what it receives here, over restarts: `<number>.eml` and, for the envelope, `<number>.json`. */
  readonly folder?: string;
  /** Offers no STARTTLS and takes a login in the clear. */
  readonly plain?: boolean;
  /** TLS from the first byte, as on port 465. */
  readonly implicitTls?: boolean;
  /** Asked for each recipient; what it answers is the reply to RCPT. */
  readonly refuse?: (recipient: string) => Refusal | undefined;
}

/** A mail server on 127.0.0.1 that keeps what it is given and sends nothing on. */
export interface SmtpSink {
  /** The name in its certificate. */
  readonly host: 'localhost';
  readonly port: number;
  /** In the order they came. */
  readonly received: readonly ReceivedMail[];
  /** Waits until at least so many mails are there, 10 s at most (or milliseconds, as given), and answers all. */
  waitFor(count: number, deadline?: number): Promise<readonly ReceivedMail[]>;
  stop(): Promise<void>;
}

/** Starts a sink with STARTTLS, and login where one is given. */
export async function startSmtpSink(options: SmtpSinkOptions = {}): Promise<SmtpSink> {
  const outbox = await openOutbox(options.folder);
  const keyPair = options.keyPair ?? (await testCertificates()).server;
  const server = new SMTPServer({
    ...keyPair,
    ...admission(options),
    secure: options.implicitTls ?? false,
    name: 'localhost',
    banner: 'Zaakpost demo: nothing leaves this machine',
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 100,
    onRcptTo({ address }, _session, done) {
      const refusal = options.refuse?.(address);
      done(refusal && Object.assign(new Error(refusal.text), { responseCode: refusal.code }));
    },
    onData(stream, session, done) {
      const { mailFrom, rcptTo } = session.envelope;
      buffer(stream)
        .then((raw) =>
          outbox.keep({
            from: mailFrom ? mailFrom.address : '',
            to: rcptTo.map(({ address }) => address),
            at: new Date(),
            tls: session.secure,
            raw,
          }),
        )
        .then((number) => done(null, `2.0.0 kept as ${number}`), done);
    },
  });
  // Clients that break off are what tests are about; there is nothing to report.
  server.on('error', () => undefined);
  const listening = server.listen(options.port ?? 0, '127.0.0.1');
  if (!listening.listening) await once(listening, 'listening');
  const { port } = listening.address() as { port: number };

  const sink: SmtpSink = {
    host: 'localhost',
    port,
    received: outbox.mails,
    async waitFor(count, deadline = 10_000) {
      await until(() => outbox.mails.length >= count, { what: `${count} mails in the sink`, deadline });
      return outbox.mails;
    },
    async stop() {
      await new Promise<void>((resolve) => server.close(resolve));
      forget();
    },
  };
  const forget = register({ name: `SMTP sink on port ${port}`, stop: sink.stop });
  return sink;
}

/** Runs `use` with a sink. */
export async function withSmtpSink<T>(use: (sink: SmtpSink) => Promise<T>, options: SmtpSinkOptions = {}): Promise<T> {
  const sink = await startSmtpSink(options);
  try {
    return await use(sink);
  } finally {
    await sink.stop();
  }
}

function admission({ login, plain = false }: SmtpSinkOptions): SMTPServerOptions {
  const disabledCommands = [...(plain ? ['STARTTLS'] : []), ...(login ? [] : ['AUTH'])];
  return {
    disabledCommands,
    authOptional: login === undefined,
    allowInsecureAuth: plain,
    authMethods: ['PLAIN', 'LOGIN'],
    onAuth(given, _session, done) {
      const right = given.username === login?.user && given.password === login?.password;
      if (right) done(null, { user: given.username });
      else done(Object.assign(new Error('5.7.8 Authentication failed'), { responseCode: 535 }));
    },
  };
}
