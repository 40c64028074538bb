import { join } from 'node:path';
import { formatSubjectCode, newMailCode, seconds } from '@zaakpost/domain';
import { connectQueues, openQueues } from '@zaakpost/queue';
import { caseStore, type Database, outboundMessageStore, type SecretBox, stepStore } from '@zaakpost/store';
import {
  keptCertificates,
  type SampleMail,
  sampleMails,
  startDemoMailbox,
  startSmtpSink,
  until,
} from '@zaakpost/testing';
import { freeOr } from '../ports.ts';
import { Trouble } from '../trouble.ts';
import { ids, outgoing, PREFIX } from './office.ts';
import { startOutboxPage } from './outbox-page.ts';
import { pointMailbox, pointOutgoingMail, settleIn } from './settle-in.ts';

/** What the demo stands on. */
export interface DemoGround {
  folder: string;
  database: Database;
  databaseUrl: string;
  secrets: SecretBox;
  password: string;
  outboxPort: number;
}

const LOGIN = 'gemeente';

/** Records of a municipality, and a submission server that keeps what it is given. Before the processes start. */
export async function openOffice(ground: DemoGround, stack: AsyncDisposableStack): Promise<{ outboxPort: number }> {
  const { folder, password } = ground;
  const { server, ca } = await keptCertificates(join(folder, 'certificates'));
  const sink = await startSmtpSink({
    login: { user: LOGIN, password },
    keyPair: server,
    folder: join(folder, 'outbox'),
  });
  stack.defer(() => sink.stop());
  const page = await startOutboxPage(sink.received, await freeOr(ground.outboxPort));
  stack.defer(() => page.stop());
  await settleIn(ground);
  await pointOutgoingMail(ground, { host: sink.host, port: sink.port, userName: LOGIN, password, ca });
  return { outboxPort: page.port };
}

/** Sends a first mail; its answers and its bounce are among the samples that then lie in the mailbox. */
export async function openMailbox(ground: DemoGround, stack: AsyncDisposableStack): Promise<readonly SampleMail[]> {
  const { folder, password } = ground;
  const messageId = await sendFirst(ground);
  const mails = await sampleMails({ codes: await codesOf(ground.database), messageIds: { outgoing: messageId } });
  const certificates = await keptCertificates(join(folder, 'certificates'));
  const login = { user: LOGIN, password };
  const mailbox = await startDemoMailbox({ certificates, folder: join(folder, 'mailbox'), mails, login });
  stack.defer(() => mailbox.stop());
  await pointMailbox(ground, { port: mailbox.port, userName: LOGIN, password, ca: mailbox.ca });
  return mails;
}

async function sendFirst({ database, databaseUrl }: DemoGround): Promise<string> {
  const messages = outboundMessageStore(database);
  const publications = await stepStore(database).begin(async (tx) => [
    await messages.queued(tx, {
      id: ids.outgoing,
      caseId: ids.openCase,
      content: {
        ...{ kind: 'caseMail', subject: outgoing.subject, text: outgoing.text, html: null },
        ...{ sender: null, attachments: [], inReplyTo: null },
      },
      recipients: outgoing.recipients.map((recipient) => ({ ...recipient })),
    }),
  ]);
  const connection = await connectQueues(
    { backend: 'postgres', url: databaseUrl },
    { workers: 0, log: () => undefined },
  );
  const queues = openQueues(connection);
  await queues.publish(publications);
  await queues.close();
  await connection.close();
  return until(
    async () => {
      const { frozen, recipients } = await messages.load(ids.outgoing);
      const isOnItsWay = recipients.some(({ state }) => state === 'queued' || state === 'handingOver');
      return isOnItsWay ? undefined : frozen?.messageId;
    },
    { what: 'the first mail to go out', deadline: seconds(60), every: 200 },
  ).catch(() => {
    throw new Trouble('The demo could not send its first mail: look at the log of the stage send-outbound.');
  });
}

async function codesOf(database: Database) {
  const code = async (id: string, mailCode?: string) => {
    const found = await caseStore(database).load(id);
    return formatSubjectCode(PREFIX, { caseNumber: found.number, mailCode: mailCode ?? found.mailCode });
  };
  return {
    open: await code(ids.openCase),
    wrong: await code(ids.openCase, newMailCode()),
    resolved: await code(ids.resolvedCase),
  };
}
