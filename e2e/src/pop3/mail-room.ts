import { randomBytes, randomUUID } from 'node:crypto';
import { folderBlobs } from '@zaakpost/blobs';
import { type About, minutes, type Recording, type Step, step, type UnavailableError } from '@zaakpost/domain';
import { mailboxReader } from '@zaakpost/mailbox';
import { fetchPop3 } from '@zaakpost/pipeline';
import {
  blobLedger,
  type Database,
  profileDesk,
  profileStore,
  secretBox,
  serverMessageStore,
  stepStore,
} from '@zaakpost/store';
import { withRecords } from '../house/records.ts';

/** An inbound message as it is on record, with the bytes that are stored for it. */
export interface OnRecord {
  id: string;
  state: string;
  bytes: string | null;
  scans: number;
}

/** The stage on real records, and what came of it. */
export interface MailRoom {
  database: Database;
  /** Adds a mailbox with these settings and gives its id. */
  mailbox(settings: object): Promise<string>;
  /** One session, as a worker runs it: how it ended, or the error. */
  fetchOnce(mailboxId: string): Promise<'done' | 'again' | UnavailableError>;
  /** Sessions until nothing is left to do; throws what they throw. */
  fetchAll(mailboxId: string): Promise<void>;
  onRecord(mailboxId: string): Promise<OnRecord[]>;
}

const MOST_SESSIONS = 50;

const secrets = secretBox([{ id: 'k', key: randomBytes(32) }]);

export const withMailRoom = <T>(use: (room: MailRoom) => Promise<T>): Promise<T> =>
  withRecords(async ({ database, folder }) => use(await mailRoom(database, folder)));

/** What the stage asks for, on these records. */
export async function portsOf(database: Database, folder: string) {
  const blobs = await folderBlobs({ dir: folder, ledger: blobLedger(database) });
  return {
    blobs,
    ports: {
      profiles: profileStore(database, { secrets }),
      serverMessages: serverMessageStore(database),
      mailboxes: mailboxReader({ blobs, allowPrivateHosts: true }),
    },
  };
}

/** Adds a mailbox with these settings and gives its id. */
export async function addMailbox(database: Database, settings: object): Promise<string> {
  const id = randomUUID();
  const desk = profileDesk(database, { secrets });
  const form = { id, type: 'pop3Mailbox', name: 'Postbus', active: true, settings } as const;
  const written = await database.transaction((tx) => desk.add(tx, form));
  if (written.kind !== 'written') throw new Error(JSON.stringify(written));
  return id;
}

async function mailRoom(database: Database, folder: string): Promise<MailRoom> {
  const { blobs, ports } = await portsOf(database, folder);
  const steps = stepStore(database);
  const commit = async (record: Recording) => void (await steps.begin(record));

  const session = async (mailboxId: string) => {
    const about: About = { kind: 'mailbox', id: mailboxId };
    const outcome = await fetchPop3.run({
      ...{
        ...ports,
        about,
        id: mailboxId,
        commit,
        step: running(about),
        signal: AbortSignal.timeout(minutes(1)),
      },
      point: () => undefined,
    });
    await commit(async (tx) => [...outcome.next, ...((await outcome.record?.(tx)) ?? [])]);
    return outcome.kind;
  };

  return {
    database,
    mailbox: (settings) => addMailbox(database, settings),
    fetchOnce: (mailboxId) => session(mailboxId).catch((error: UnavailableError) => error),
    async fetchAll(mailboxId) {
      for (let n = 0; n < MOST_SESSIONS; n += 1) if ((await session(mailboxId)) === 'done') return;
      throw new Error(`The mailbox was not empty after ${MOST_SESSIONS} sessions.`);
    },
    async onRecord(mailboxId) {
      const rows: (Omit<OnRecord, 'bytes'> & { sha256: string | null; size: number })[] = await database.ask((m) =>
        m.query(
          `select id, state, raw_sha256 as sha256, raw_size as size,
                  (select count(*)::int from step where stage = 'scan' and about_id = message.id) as scans
             from inbound_message message where mailbox_id = $1 order by received_at, id`,
          [mailboxId],
        ),
      );
      return Promise.all(
        rows.map(async ({ sha256, size, ...row }) => ({
          ...row,
          bytes: sha256 === null ? null : (await blobs.read({ sha256, size })).toString('latin1'),
        })),
      );
    },
  };
}

function running(about: About): Step {
  const now = new Date();
  return {
    ...step('fetch-pop3', about.kind, about.id),
    ...{ state: 'running', publication: 1, attempts: 1, waits: 0, deaths: 0, suspect: false },
    ...{ errorCode: null, errorText: null, notBefore: now, createdAt: now, startedAt: now, finishedAt: null },
    replayOf: null,
  };
}
