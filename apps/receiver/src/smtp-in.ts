import { BlockList } from 'node:net';
import type { ReceiverConfig } from '@zaakpost/config';
import { megabytes } from '@zaakpost/domain';
import {
  defaultLimits,
  type SmtpHandlers,
  type SmtpLimits,
  type SmtpServer,
  startSmtpServer,
  type SmtpServerOptions,
} from '@zaakpost/smtp-in';
import type { Log, ReceiverMetrics } from '@zaakpost/telemetry';
import type { Acceptance } from './acceptance.ts';
import type { FindRecipient } from './recipients.ts';
import { unknownRecipient } from './refusal.ts';

/** What stands behind every door. */
export interface Behind {
  acceptance: Acceptance;
  findRecipient: FindRecipient;
  metrics: ReceiverMetrics;
  log: Log;
}

/** Opens the door for SMTP, and for LMTP where it is wanted. @throws when a port is taken. */
export async function openDoors(
  { smtp, platformDomain }: Pick<ReceiverConfig, 'smtp' | 'platformDomain'>,
  keyPair: SmtpServerOptions['keyPair'],
  behind: Behind,
): Promise<SmtpServer[]> {
  const { host, port, lmtpPort } = smtp;
  const trusted = new BlockList();
  for (const { address, prefix, family } of smtp.trustedClients) trusted.addSubnet(address, prefix, family);
  const open = (at: { port: number; lmtp: boolean }) =>
    startSmtpServer(
      { ...at, host, name: platformDomain, limits: limitsOf(smtp), keyPair, trusted },
      handlers(behind, at.lmtp),
      eventsTo(behind),
    );
  const doors = [await open({ port, lmtp: false })];
  if (lmtpPort !== null) doors.push(await open({ port: lmtpPort, lmtp: true }));
  return doors;
}

const limitsOf = (smtp: ReceiverConfig['smtp']): SmtpLimits => ({
  ...defaultLimits,
  size: megabytes(smtp.maximumSizeMb),
  connections: smtp.connections,
  connectionsPerAddress: smtp.connectionsPerClient,
  mails: smtp.mailsPerConnection,
  recipients: smtp.recipients,
  refused: smtp.unknownRecipients,
  idle: smtp.idle,
  slowest: smtp.slowest,
});

const handlers = ({ acceptance, findRecipient }: Behind, lmtp: boolean): SmtpHandlers => ({
  recipient: async (address) => ((await findRecipient(address)) === null ? unknownRecipient : null),
  mail: (mail, signal) => acceptance.accept(mail, signal, { each: lmtp }),
});

const eventsTo = ({ metrics, log }: Behind) => ({
  opened: metrics.opened,
  closed: metrics.closed,
  refused: metrics.refused,
  failed: (error: unknown) => log.error('a client could not be served', {}, error),
});
