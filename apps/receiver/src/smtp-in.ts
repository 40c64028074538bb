import type { AddressInfo } from 'node:net';
import { type Milliseconds, megabytes, minutes } from '@zaakpost/domain';
import type { Log } from '@zaakpost/telemetry';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { type Acceptance, accept } from './acceptance.ts';
import { ownFault, Refusal, tooLarge, tooManyRecipients, unknownRecipient } from './refusal.ts';

export interface SmtpSettings {
  host: string;
  /** 0: a free one. */
  port: number;
  /** The name it greets with. */
  name: string;
  maximumSizeMb: number;
  tls: { cert: Buffer; key: Buffer } | null;
  /** LMTP (RFC 2033) instead of SMTP: one answer per recipient. */
  lmtp: boolean;
  grace: Milliseconds;
}

export interface SmtpIn {
  readonly port: number;
  /** Takes no more connections; those that are open have the grace period. */
  close(): Promise<void>;
}

const MOST_RECIPIENTS = 100;
const MOST_CLIENTS = 200;

/** Listens. @throws when the port is taken. */
export async function startSmtpIn(settings: SmtpSettings, acceptance: Acceptance): Promise<SmtpIn> {
  const { findRecipient, log } = acceptance;
  const server = new SMTPServer({
    name: settings.name,
    lmtp: settings.lmtp,
    size: megabytes(settings.maximumSizeMb),
    disabledCommands: settings.tls === null ? ['AUTH', 'STARTTLS'] : ['AUTH'],
    ...settings.tls,
    authOptional: true,
    disableReverseLookup: true,
    maxClients: MOST_CLIENTS,
    // RFC 5321, 4.5.3.2.7.
    socketTimeout: minutes(5),
    closeTimeout: settings.grace,
    onRcptTo: ({ address }, session, answer) =>
      settle(answer, log, async () => {
        if (session.envelope.rcptTo.length >= MOST_RECIPIENTS) throw tooManyRecipients();
        if ((await findRecipient(address)) === null) throw unknownRecipient();
      }),
    onData: (bytes, session, answer) =>
      settle(answer, log, async () => {
        const { mailFrom, rcptTo } = session.envelope;
        const recipients = rcptTo.map(({ address }) => address);
        const envelopeFrom = mailFrom === false ? '' : mailFrom.address;
        const arrival = { bytes: withinLimit(bytes), envelopeFrom, recipients, ...clientOf(session) };
        await accept(arrival, acceptance).finally(() => bytes.resume());
      }),
  });
  // Of one connection; it must not end the process.
  server.on('error', (error) => log.debug('a connection broke', codeOf(error)));
  await listen(server, settings);
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

const clientOf = (session: SMTPServerSession) => ({
  peer: session.remoteAddress,
  helo: session.hostNameAppearsAs || '',
  tls: session.tlsOptions ? { version: session.tlsOptions.version, cipher: session.tlsOptions.name } : null,
  trusted: false,
});

// smtp-server answers when the stream was read to its end, so it outlives a failure to store it.
async function* withinLimit(bytes: SMTPServerDataStream): AsyncIterable<Buffer> {
  for await (const chunk of bytes.iterator({ destroyOnReturn: false })) {
    if (bytes.sizeExceeded) throw tooLarge();
    yield chunk;
  }
  if (bytes.sizeExceeded) throw tooLarge();
}

function settle(answer: (error?: Error | null) => void, log: Log, work: () => Promise<void>): void {
  work().then(
    () => answer(),
    (error: unknown) => {
      if (error instanceof Refusal) return answer(error);
      log.error('mail could not be taken', {}, error);
      answer(ownFault(error));
    },
  );
}

function listen(server: SMTPServer, { host, port }: SmtpSettings): Promise<void> {
  return new Promise((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, host, () => {
      server.server.off('error', reject);
      resolve();
    });
  });
}

const codeOf = (error: Error) => ('code' in error && typeof error.code === 'string' ? { code: error.code } : {});
