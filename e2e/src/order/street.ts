import { randomBytes, randomUUID } from 'node:crypto';
import { demoIds, pointOutgoingMail, settleIn } from '@zaakpost/app-standalone/demo';
import { folderBlobs } from '@zaakpost/blobs';
import { type DecodedMessage, formatSubjectCode, type StageName, type Submission, step } from '@zaakpost/domain';
import { composer, type PooledSubmission, submission } from '@zaakpost/mail';
import { attachToCase, type BoundStage, bind, classify, createRunner, sendOutbound } from '@zaakpost/pipeline';
import {
  blobLedger,
  caseStore,
  type Database,
  documentIntakeStore,
  dossierStore,
  inboundMessageStore,
  outboundMessageStore,
  profileStore,
  secretBox,
  stepStore,
  sweepLedger,
  templateStore,
} from '@zaakpost/store';
import { type FaultySmtp, sampleAddresses, testCertificates, until, withFaultySmtp } from '@zaakpost/testing';
import { withRecords } from '../house/records.ts';

/** A step that waits to be run, and what it is about. */
export interface Waiting {
  id: string;
  publication: number;
  stage: StageName;
  about: string;
}

/** The stages between a mail to citizens and their answers, on real records and a real server; a test says what runs when. */
export interface Street {
  /** A mail on the open case to these addresses; gives its id. */
  write(addresses: readonly string[]): Promise<string>;
  /** A mail comes in, read and found clean; gives its id. */
  arrive(decoded: Partial<DecodedMessage>): Promise<string>;
  /** What the subject of a mail on the open case begins with. */
  readonly code: string;
  waiting(): Promise<Waiting[]>;
  /** Runs it in a process of its own, to its end, or until the server has the mail and its reply waits to be recorded. */
  run(waiting: Waiting): Promise<void>;
  /** The addresses whose reply waits to be recorded. */
  held(): string[];
  /** Records the reply for this address. */
  record(address: string): Promise<void>;
  /** The process that has this reply dies before it records it, and its lease runs out. */
  die(address: string): Promise<void>;
  /** What dead processes had in hand comes back to life, as after a long pause. */
  awaken(): Promise<void>;
  sql<Row = Record<string, unknown>>(statement: string, parameters?: unknown[]): Promise<Row[]>;
}

export async function withStreet(use: (street: Street) => Promise<void>): Promise<void> {
  await withFaultySmtp(undefined, (smtp) =>
    withRecords(
      async ({ database, folder }) => {
        const submitting = submission({ hostName: 'localhost', allowPrivateHosts: true });
        try {
          const secrets = secretBox([{ id: 'test', key: randomBytes(32) }]);
          await settle({ database, secrets }, smtp);
          await use(await streetOf({ database, secrets, folder, submitting }));
        } finally {
          submitting.close();
        }
      },
      { poolSize: 20 },
    ),
  );
}

async function settle(office: Parameters<typeof settleIn>[0], { host, port }: FaultySmtp): Promise<void> {
  const { ca } = await testCertificates();
  await settleIn(office);
  await pointOutgoingMail(office, { host, port, ca, userName: 'x', password: 'x' });
}

interface Parts {
  database: Database;
  secrets: ReturnType<typeof secretBox>;
  folder: string;
  submitting: PooledSubmission;
}

/** A delivery whose server has replied. */
interface Held {
  go(): void;
  over: Promise<unknown>;
}

async function streetOf({ database, secrets, folder, submitting }: Parts): Promise<Street> {
  const records = await recordsOf({ database, secrets, folder });
  const { steps, inbound, outbound, blobs, cases } = records;
  const sql: Street['sql'] = (statement, parameters = []) => database.ask((m) => m.query(statement, parameters));
  const replied = new Map<string, () => void>();
  const held = new Map<string, Held>();
  const dead: Held[] = [];
  const holding: Submission = {
    async deliver(mail, options) {
      const outcome = await submitting.deliver(mail, options);
      await new Promise<void>((go) => replied.set(mail.to, go));
      return outcome;
    },
  };
  const stages: BoundStage[] = [
    bind(classify, records),
    bind(attachToCase, records),
    bind(sendOutbound, { ...records, composer: composer({ blobs, hostName: 'localhost' }), submission: holding }),
  ];
  const { number, mailCode } = await cases.load(demoIds.openCase);

  return {
    sql,
    code: formatSubjectCode('Voorbeeld', { caseNumber: number, mailCode }),

    async write(addresses) {
      const id = randomUUID();
      const recipients = addresses.map((address) => ({ role: 'to' as const, address, name: '' }));
      const content = { kind: 'caseMail' as const, subject: 'Vraag', text: 'Wanneer schikt het?', html: null };
      const more = { sender: null, attachments: [], inReplyTo: null };
      await steps.begin(async (tx) => [
        await outbound.queued(tx, { id, caseId: demoIds.openCase, content: { ...content, ...more }, recipients }),
      ]);
      return id;
    },

    async arrive(more) {
      const id = randomUUID();
      const raw = await blobs.put(randomBytes(100));
      const mail = decodedOf(more);
      const decoded = await blobs.put(Buffer.from(JSON.stringify(mail)));
      const headline = { subject: mail.subject, from: '', messageId: null, sentAt: null, attachments: 0 };
      await steps.begin(async (tx) => {
        const source = { kind: 'import' as const, path: `${id}.eml` };
        await inbound.received(tx, [{ id, raw, source, deliveredTo: null, sessionId: null }]);
        const verdict = cleanVerdict(raw.sha256);
        await inbound.scanned(tx, id, { verdict, decoded, headline: { ...headline, incomplete: false }, parts: [] });
        return [step('classify', 'inboundMessage', id)];
      });
      return id;
    },

    waiting: () =>
      sql<Waiting>(
        `select s.id, s.publication, s.stage, coalesce(d.address, s.about_kind) as about
           from step s left join delivery d on d.id = s.about_id
          where s.state = 'pending' and s.stage <> 'render-pdf' order by s.stage, about, s.created_at, s.id`,
      ),

    async run({ id: stepId, publication, stage, about }) {
      const runner = createRunner({
        stages,
        steps,
        publisher: { publish: async () => undefined },
        lease: 60_000,
        observe: () => undefined,
      });
      const over = runner.handle({ stage, stepId, publication }).finally(() => runner.close());
      let ended = false;
      void over.finally(() => {
        ended = true;
      });
      await until(() => ended || replied.has(about), { what: `${stage} to run`, every: 2 });
      const go = replied.get(about);
      if (go) held.set(about, { go, over });
      replied.delete(about);
    },

    held: () => [...held.keys()].toSorted(),

    async record(address) {
      const { go, over } = taken(held, address);
      go();
      await over;
    },

    async die(address) {
      dead.push(taken(held, address));
      await sql(
        `update step set claimed_until = now() - interval '1 second'
          where state = 'running' and about_id = (select id from delivery where address = $1)`,
        [address],
      );
      await sweepLedger(database).releaseExpired(3, async () => undefined);
    },

    async awaken() {
      for (const { go, over } of dead.splice(0)) {
        go();
        await over;
      }
    },
  };
}

function taken(held: Map<string, Held>, address: string): Held {
  const one = held.get(address);
  held.delete(address);
  if (!one) throw new Error(`no reply waits for ${address}`);
  return one;
}

const recordsOf = async ({ database, secrets, folder }: Omit<Parts, 'submitting'>) => ({
  steps: stepStore(database),
  blobs: await folderBlobs({ dir: folder, ledger: blobLedger(database) }),
  inbound: inboundMessageStore(database),
  outbound: outboundMessageStore(database),
  cases: caseStore(database),
  dossier: dossierStore(),
  intake: documentIntakeStore(),
  profiles: profileStore(database, { secrets }),
  templates: templateStore(database),
});

const decodedOf = (more: Partial<DecodedMessage>): DecodedMessage => ({
  ...{ outcome: 'ok', reason: null, subject: '', messageId: null, date: null },
  ...{ from: [{ name: '', address: sampleAddresses.requestor }], to: [], cc: [], replyTo: [] },
  ...{ inReplyTo: [], references: [], text: 'Dinsdag om tien uur.', html: null, attachments: [] },
  ...{ autoSubmitted: false, throughList: false, bounce: null, warnings: [] },
  ...more,
});

const cleanVerdict = (sha256: string) => ({
  sha256,
  virus: { outcome: 'clean' as const, signature: null, scanner: 'clamd', testSignaturesOnly: false },
  spam: { action: 'no action' as const, score: 0, required: 15, symbols: [], degraded: false },
  ...{ parts: [], policy: [], authentication: null },
});
