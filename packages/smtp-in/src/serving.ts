import { BlockList } from 'node:net';
import { type RawSmtp, rawSmtp } from '@zaakpost/testing';
import type { IncomingMail, SmtpHandlers, Taken } from './handlers.ts';
import { defaultLimits, type SmtpLimits } from './limits.ts';
import type { Refusal, Reply } from './reply.ts';
import { type SmtpServer, type SmtpServerOptions, startSmtpServer } from './server.ts';

/** For tests: a server with somebody behind it who notes everything. */
export interface Served {
  readonly server: SmtpServer;
  readonly mails: { mail: IncomingMail; text: string }[];
  readonly refused: Refusal[];
  readonly failures: unknown[];
  /** How often a client showed that it saw the answer. */
  confirmed: number;
  connect(options?: { from?: string }): Promise<RawSmtp>;
  /** A client that has been greeted and has said hello. */
  greeted(options?: { from?: string }): Promise<RawSmtp>;
  /** A client that may send its message now. */
  inData(options?: { from?: string; to?: string[] }): Promise<RawSmtp>;
}

interface Wishes extends Partial<Omit<SmtpServerOptions, 'limits'>> {
  limits?: Partial<SmtpLimits>;
  recipient?: SmtpHandlers['recipient'];
  /** A message is not read before. */
  reading?: Promise<void>;
  /** Called with the whole message; gives its answers. */
  mail?: (mail: IncomingMail, text: string) => Promise<readonly Reply[]>;
}

export const OK: Reply = { code: 250, status: '2.0.0', text: 'Taken' };
const noMailbox: Reply = { code: 550, status: '5.1.1', text: 'No such mailbox', refusal: 'unknown-recipient' };

/** Known are all recipients whose name does not begin with `no`. */
export async function withServer(wishes: Wishes, use: (served: Served) => Promise<void>): Promise<void> {
  const { limits, recipient, reading, mail: answer, ...options } = wishes;
  const clients: RawSmtp[] = [];
  const served: Omit<Served, 'server' | 'connect' | 'greeted' | 'inData'> = {
    ...{ mails: [], refused: [], failures: [], confirmed: 0 },
  };
  const server = await startSmtpServer(
    {
      ...{ host: '127.0.0.1', port: 0, name: 'mx.test', lmtp: false, keyPair: null, trusted: new BlockList() },
      ...options,
      limits: { ...defaultLimits, linger: 200, ...limits },
    },
    {
      recipient: recipient ?? (async (address) => (address.startsWith('no') ? noMailbox : null)),
      async mail(mail): Promise<Taken> {
        await reading;
        let text = '';
        for await (const chunk of mail.bytes) text += Buffer.from(chunk).toString('latin1');
        served.mails.push({ mail, text });
        return {
          replies: answer ? await answer(mail, text) : options.lmtp ? mail.recipients.map(() => OK) : [OK],
          async confirmed() {
            served.confirmed += 1;
          },
        };
      },
    },
    {
      opened: () => undefined,
      closed: () => undefined,
      refused: (refusal) => void served.refused.push(refusal),
      failed: (error) => void served.failures.push(error),
    },
  );
  const connect: Served['connect'] = async (from) => {
    const client = await rawSmtp(server.port, from);
    clients.push(client);
    return client;
  };
  const greeted: Served['greeted'] = async (from) => {
    const client = await connect(from);
    await client.reply();
    await client.say(`${options.lmtp ? 'LHLO' : 'EHLO'} client.example`);
    return client;
  };
  try {
    await use(
      Object.assign(served, {
        ...{ server, connect, greeted },
        async inData({ to = ['a@b.nl'], ...from }: { from?: string; to?: string[] } = {}) {
          const client = await greeted(from);
          await client.say('MAIL FROM:<jan@example.nl>');
          for (const recipient of to) await client.say(`RCPT TO:<${recipient}>`);
          await client.say('DATA');
          return client;
        },
      }),
    );
  } finally {
    await Promise.all(clients.map((client) => client.close()));
    await server.close(0);
  }
}
