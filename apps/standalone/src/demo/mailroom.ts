import { join } from 'node:path';
import { formatSubjectCode, newMailCode, seconds } from '@zaakpost/domain';
import { connectQueues, openQueues } from '@zaakpost/queue';
import {
  caseStore,
  type Database,
  outboundMessageStore,
  profileStore,
  type SecretBox,
  stepStore,
} from '@zaakpost/store';
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

export interface DemoOffice {
  outboxPort: number;
  /** What lies in the mailbox; null when the first mail, which some of it answers, has not gone out yet. */
  samples: readonly SampleMail[] | null;
}

/** Records of a municipality, and a submission server that keeps what it is given. Before the processes start. */
export async function openOffice(ground: DemoGround, stack: AsyncDisposableStack): Promise<DemoOffice> {
  const { folder, password } = ground;
  const { server: keyPair, ca } = await keptCertificates(join(folder, 'certificates'));
  const [known] = await profileStore(ground.database, ground).active('outgoingMail');
  const port = await freeOr(known?.settings.externalServer?.port ?? 0);
  const sink = await startSmtpSink({ port, login: { user: LOGIN, password }, keyPair, folder: join(folder, 'outbox') });
  stack.defer(() => sink.stop());
  const page = await startOutboxPage(sink.received, await freeOr(ground.outboxPort));
  stack.defer(() => page.stop());
  await settleIn(ground);
  await pointOutgoingMail(ground, { host: sink.host, port: sink.port, userName: LOGIN, password, ca });
  const messageId = await sentBefore(ground.database);
  return { outboxPort: page.port, samples: messageId === null ? null : await openMailbox(ground, messageId, stack) };
}

/** Sends a first mail, and opens the mailbox in which its answers and its bounce lie. When the processes run. */
export async function sendAndOpenMailbox(ground: DemoGround, stack: AsyncDisposableStack) {
  return openMailbox(ground, await sendFirst(ground), stack);
}

async function openMailbox(
  ground: DemoGround,
  messageId: string,
  stack: AsyncDisposableStack,
): Promise<readonly SampleMail[]> {
  const { folder, password } = ground;
  const mails = await sampleMails({ codes: await codesOf(ground.database), messageIds: { outgoing: messageId } });
  const certificates = await keptCertificates(join(folder, 'certificates'));
  const [known] = await profileStore(ground.database, ground).active('pop3Mailbox');
  const port = await freeOr(known?.settings.port ?? 0);
  const login = { user: LOGIN, password };
  const mailbox = await startDemoMailbox({ certificates, folder: join(folder, 'mailbox'), mails, login, port });
  stack.defer(() => mailbox.stop());
  await pointMailbox(ground, { port: mailbox.port, userName: LOGIN, password, ca: mailbox.ca });
  return mails;
}

/** The Message-ID of the first mail, once no recipient of it is on the way; null before that. */
async function sentBefore(database: Database): Promise<string | null> {
  const [known] = await database.ask((db) => db.query('select id from outbound_message where id = $1', [ids.outgoing]));
  if (!known) return null;
  const { frozen, recipients } = await outboundMessageStore(database).load(ids.outgoing);
  const isOnItsWay = recipients.some(({ state }) => state === 'queued' || state === 'handingOver');
  return isOnItsWay ? null : (frozen?.messageId ?? null);
}

async function sendFirst({ database, databaseUrl }: DemoGround): Promise<string> {
  const publications = await stepStore(database).begin(async (tx) => [
    await outboundMessageStore(database).queued(tx, {
      id: ids.outgoing,
      caseId: ids.openCase,
      content: {
        ...{ kind: 'caseMail', subject: outgoing.subject, text: outgoing.text, html: null },
        ...{ sender: null, attachments: [], inReplyTo: null },
      },
      recipients: outgoing.recipients.map((recipient) => ({ ...recipient })),
    }),
  ]);
  const settings = { backend: 'postgres', url: databaseUrl } as const;
  const connection = await connectQueues(settings, { workers: 0, log: () => undefined });
  const queues = openQueues(connection);
  await queues.publish(publications);
  await queues.close();
  await connection.close();
  const patience = { what: 'the first mail to go out', deadline: seconds(60), every: 200 };
  return until(() => sentBefore(database), patience).catch(() => {
    throw new Trouble('The demo could not send its first mail: look at the log of the worker.');
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
