import { randomUUID } from 'node:crypto';
import { readSchedulerConfig } from '@zaakpost/config';
import { seconds } from '@zaakpost/domain';
import { migrateQueues } from '@zaakpost/queue';
import { type Database, openDatabase, profileDesk, profileStore, secretBox, stepStore } from '@zaakpost/store';
import { createLog } from '@zaakpost/telemetry';
import { until, withDatabase } from '@zaakpost/testing';
import { expect, test } from 'vitest';
import { leadership } from './leadership.ts';
import { pollMailboxes } from './polls.ts';
import { startScheduler } from './start.ts';

const key = { id: 'test', key: Buffer.alloc(32, 1) };
const secrets = secretBox([key]);
const nobodyListens = { publish: async () => undefined };

test('one scheduler leads until it resigns, then another does', async () => {
  await withMigrated(async (database, url) => {
    const second = await openDatabase({ url });
    const [a, b] = [leadership(database), leadership(second)];

    expect([await a.held(), await b.held(), await a.held(), await b.held()]).toEqual([true, false, true, false]);
    await a.resign();
    expect([await b.held(), await a.held()]).toEqual([true, false]);

    await b.resign();
    await second.close();
  });
});

test('a leader whose connection broke leads no more, and whoever asks first leads', async () => {
  await withMigrated(async (database, url) => {
    const second = await openDatabase({ url });
    const [a, b] = [leadership(database), leadership(second)];
    await a.held();

    await second.ask((db) =>
      db.query(`select pg_terminate_backend(l.pid) from pg_locks l join pg_stat_activity s on s.pid = l.pid
                 where l.locktype = 'advisory' and s.datname = current_database()`),
    );
    await until(() => b.held(), { what: 'the other to lead' });

    expect(await a.held()).toBe(false);
    await b.resign();
    await second.close();
  });
});

test('each active mailbox is polled when its time has come, and one that is being read gets no second step', async () => {
  await withMigrated(async (database) => {
    const [reading, read] = [await addMailbox(database), await addMailbox(database)];
    let now = 0;
    const profiles = profileStore(database, { secrets });
    const poll = pollMailboxes({ profiles, steps: stepStore(database), publisher: nobodyListens, now: () => now });

    await poll();
    expect((await steps(database)).map((step) => step.about).toSorted()).toEqual([reading, read].toSorted());
    await database.ask((db) => db.query(`update step set state = 'done' where about_id = $1`, [read]));
    now = seconds(4.9);
    await poll();
    expect(await steps(database)).toHaveLength(2);
    now = seconds(5);
    await poll();

    const open = (await steps(database)).filter((step) => step.state === 'pending');
    expect(open.map((step) => step.about).toSorted()).toEqual([reading, read].toSorted());
  });
});

test('a mailbox that is set up anew is tried at once, as soon as no worker has it with the old settings', async () => {
  await withMigrated(async (database) => {
    const id = await addMailbox(database);
    const profiles = profileStore(database, { secrets });
    const poll = pollMailboxes({ profiles, steps: stepStore(database), publisher: nobodyListens, now: () => 0 });
    const set = (columns: string) =>
      database.ask((db) => db.query(`update step set ${columns} where about_id = $1 and state <> 'cancelled'`, [id]));
    await poll();
    await set(`state = 'running', token = gen_random_uuid(), claimed_until = now() + interval '1 minute'`);
    await database.ask((db) => db.query('update integration_profile set version = version + 1'));
    await poll();
    expect((await steps(database)).map(({ state }) => state)).toEqual(['running']);
    await set(`state = 'pending', token = null, claimed_until = null, not_before = now() + interval '6 hours'`);

    await poll();
    await poll();

    expect((await steps(database)).map(({ state }) => state).toSorted()).toEqual(['cancelled', 'pending']);
  });
});

test('a scheduler that runs polls a mailbox that is switched on meanwhile', async () => {
  await withMigrated(async (database, url) => {
    await withSchedulers(url, 2, async () => {
      await addMailbox(database);
      await until(async () => (await steps(database)).length === 1, { what: 'a poll' });
    });
  });
});

test('a step whose worker died is swept: pending again, under a new publication', async () => {
  await withMigrated(async (database, url) => {
    await database.ask((db) =>
      db.query(
        `insert into step (id, stage, about_kind, about_id, state, token, claimed_until, attempts)
         values ($1, 'scan', 'inboundMessage', $2, 'running', $3, now() - interval '1 second', 1)`,
        [randomUUID(), randomUUID(), randomUUID()],
      ),
    );

    await withSchedulers(url, 1, () =>
      until(async () => (await steps(database))[0]?.state === 'pending', { what: 'the step to be released' }),
    );

    expect((await steps(database))[0]?.publication).toBeGreaterThan(0);
  });
});

interface StepRow {
  stage: string;
  state: string;
  about: string;
  publication: number;
}

const steps = (database: Database): Promise<StepRow[]> =>
  database.ask((db) => db.query('select stage, state, about_id as about, publication from step'));

async function withMigrated(use: (database: Database, url: string) => Promise<void>): Promise<void> {
  await withDatabase(async ({ url }) => {
    const database = await openDatabase({ url });
    try {
      await database.migrate();
      await migrateQueues({ backend: 'postgres', url });
      await use(database, url);
    } finally {
      await database.close();
    }
  });
}

async function withSchedulers(url: string, count: number, use: () => Promise<unknown>): Promise<void> {
  const config = readSchedulerConfig({
    ...{ DATABASE_URL: url, QUEUE_BACKEND: 'postgres', SWEEP_SECONDS: '1' },
  });
  const log = createLog({ app: 'scheduler', level: 'silent' });
  const running = await Promise.all(Array.from({ length: count }, () => startScheduler(config, log)));
  try {
    await use();
  } finally {
    await Promise.all(running.map((scheduler) => scheduler.stop()));
  }
}

async function addMailbox(database: Database): Promise<string> {
  const id = randomUUID();
  const desk = profileDesk(database, { secrets });
  const settings = { protocol: 'pop3s', host: 'pop3.example', port: 995, userName: id, password: 'x', pollSeconds: 5 };
  await database.transaction((tx) =>
    desk.add(tx, { id, type: 'pop3Mailbox', name: `Postbus ${id}`, active: true, settings }),
  );
  return id;
}
