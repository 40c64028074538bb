import { type JobHandler, type Publication, minutes, seconds, step } from '@zaakpost/domain';
import { bind, createRunner, fetchPop3 } from '@zaakpost/pipeline';
import { connectPop3 } from '@zaakpost/pop3';
import { type Database, openDatabase, stepStore } from '@zaakpost/store';
import { until } from '@zaakpost/testing';
import { expect, test } from 'vitest';
import { withRecords } from '../house/records.ts';
import { LOGIN, withFaultyPop3 } from './faulty-pop3.ts';
import { addMailbox, portsOf } from './mail-room.ts';

/** A database on which any number of workers fetch, each with connections of its own. */
interface Office {
  database: Database;
  worker(): Promise<JobHandler>;
  mailbox(settings: object): Promise<string>;
  /** Has the mailbox fetched now; a step that waits makes room, as on the button of the pages. */
  fetchNow(mailboxId: string): Promise<Publication>;
}

async function withOffice(use: (office: Office) => Promise<void>): Promise<void> {
  await withRecords(async ({ database, url, folder }) => {
    await using stack = new AsyncDisposableStack();
    const steps = stepStore(database);
    await use({
      database,
      async worker() {
        const own = stack.adopt(await openDatabase({ url }), (opened) => opened.close());
        const { ports } = await portsOf(own, folder);
        const runner = createRunner({
          ...{ stages: [bind(fetchPop3, ports)], steps: stepStore(own), lease: seconds(20) },
          ...{ publisher: { publish: async () => undefined }, observe: () => undefined },
        });
        stack.defer(() => runner.close());
        return runner.handle;
      },
      mailbox: (settings) => addMailbox(database, settings),
      async fetchNow(mailboxId) {
        const [publication] = await steps.begin(async (tx) => {
          await steps.cancel(tx, 'fetch-pop3', mailboxId);
          return [step('fetch-pop3', 'mailbox', mailboxId)];
        });
        if (!publication) throw new Error('The mailbox has a step that runs.');
        return publication;
      },
    });
  });
}

const onRecord = async ({ database }: Office) => {
  const [row] = await database.ask((m) =>
    m.query(
      `select count(*)::int as mails, count(distinct unique_id)::int as distinct,
              (select count(*)::int from step where stage = 'scan') as scans from inbound_message`,
    ),
  );
  return row;
};

const stepOf = async ({ database }: Office) => {
  const [row] = await database.ask((m) =>
    m.query(`select state, attempts, error_code as code from step where stage = 'fetch-pop3' order by created_at desc`),
  );
  return row;
};

test('of two workers that are given a mailbox at the same time one reads it, and the other never logs in', () =>
  withFaultyPop3('pop3s', (server) =>
    withOffice(async (office) => {
      const mailboxId = await office.mailbox({
        ...LOGIN,
        protocol: 'pop3s',
        host: 'localhost',
        port: server.port,
        ca: server.ca,
      });
      const [one, two] = [await office.worker(), await office.worker()];
      server.mails = Array.from({ length: 30 }, (_, n) => ({ uniqueId: `${n}`, raw: Buffer.from(`\r\n${n}\r\n`) }));
      const { promise: quitTakes, resolve: carryOut } = Promise.withResolvers<void>();
      server.faults = { quitTakes };
      const publication = await office.fetchNow(mailboxId);

      const first = one(publication);
      await until(() => server.heard.includes('QUIT'), { what: 'the first to have read all' });
      const second = await two(publication);
      carryOut();

      expect(second).toEqual({ kind: 'delay', wait: expect.any(Number) });
      expect(await first).toEqual({ kind: 'complete' });
      expect(await two(publication)).toEqual({ kind: 'complete' });
      expect(server.heard.filter((line) => line.startsWith('PASS'))).toHaveLength(1);
      expect(await onRecord(office)).toEqual({ mails: 30, distinct: 30, scans: 30 });
      expect(server.mails).toEqual([]);
    }),
  ));

test('a mailbox that another program reads is tried later, as one in use and not as one whose password is wrong', () =>
  withFaultyPop3('pop3s', (server) =>
    withOffice(async (office) => {
      const at = { host: 'localhost', port: server.port, ca: server.ca };
      const mailboxId = await office.mailbox({ ...LOGIN, ...at, protocol: 'pop3s' });
      const worker = await office.worker();
      server.mails = [{ uniqueId: 'a', raw: Buffer.from('\r\na\r\n') }];
      server.faults = { locks: true };
      const other = await connectPop3({ ...at, tls: 'implicit' });
      await other.login({ user: LOGIN.userName, password: LOGIN.password });

      const meanwhile = await worker(await office.fetchNow(mailboxId));
      const waiting = await stepOf(office);
      await other.quit();
      const afterwards = await worker(await office.fetchNow(mailboxId));

      expect(meanwhile).toEqual({ kind: 'delay', wait: expect.any(Number) });
      expect((meanwhile as { wait: number }).wait).toBeLessThan(minutes(2));
      expect(waiting).toEqual({ state: 'pending', attempts: 0, code: 'pop3-in-use' });
      expect(afterwards).toEqual({ kind: 'complete' });
      expect(await onRecord(office)).toEqual({ mails: 1, distinct: 1, scans: 1 });
      expect(server.mails).toEqual([]);
    }),
  ));
