import { Counter, Gauge, type Registry } from 'prom-client';

/** What the receiver tells of its work. Labels are bounded: none holds anything that a client said. */
export interface ReceiverMetrics {
  opened(): void;
  closed(): void;
  /** A mail was answered with 250; `again`: it had come before, and nothing more is done with it. */
  accepted(mail: { bytes: number; again: boolean }): void;
  /** Anything was refused, for good or for now. `reason` is of the server's closed list. */
  refused(reason: string): void;
}

/** Connections, mails and bytes taken, the time of the last one, and refusals by reason. */
export function receiverMetrics(registry: Registry): ReceiverMetrics {
  const registers = [registry];
  const connections = new Gauge({
    ...{ name: 'zaakpost_receiver_connections', help: 'SMTP and LMTP connections that are open.', registers },
  });
  const accepted = new Counter({
    name: 'zaakpost_receiver_accepted_total',
    help: 'Mails that were answered with 250; resent ones had come before.',
    labelNames: ['resent'],
    registers,
  });
  const bytes = new Counter({
    ...{ name: 'zaakpost_receiver_accepted_bytes_total', help: 'Bytes of the mails that were accepted.', registers },
  });
  const last = new Gauge({
    name: 'zaakpost_receiver_last_accepted_timestamp_seconds',
    help: 'When the last mail was accepted, in seconds since 1970; 0 when none was.',
    registers,
  });
  const refused = new Counter({
    name: 'zaakpost_receiver_refused_total',
    help: 'Commands, recipients, mails and connections that were refused, by reason.',
    labelNames: ['reason'],
    registers,
  });
  return {
    opened: () => connections.inc(),
    closed: () => connections.dec(),
    accepted(mail) {
      accepted.inc({ resent: mail.again ? 'yes' : 'no' });
      bytes.inc(mail.bytes);
      last.setToCurrentTime();
    },
    refused: (reason) => refused.inc({ reason }),
  };
}
