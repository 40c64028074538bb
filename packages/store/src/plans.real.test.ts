import { randomUUID } from 'node:crypto';
import { minutes, seconds } from '@zaakpost/domain';
import { expect, it } from 'vitest';
import { blobUse } from './blob-ledger/blob-use.ts';
import type { Database } from './database.ts';
import { withMigratedDatabase } from './migrated-database.ts';
import { retention } from './retention/retention.ts';
import { stepStore } from './steps/steps.ts';
import { sweepLedger } from './steps/sweep-ledger.ts';
import { views } from './views/index.ts';

/** Tables that grow with every mail. */
const GROWING = ['step', 'inbound_message', 'outbound_message', 'delivery', 'case', 'audit_entry', 'blob'];

it('nothing that is asked all day reads a table that grows from end to end', () =>
  withMigratedDatabase(async (database) => {
    await fill(database);
    const asked = recorded(database);

    for (const [name, ask] of Object.entries(hot(database))) {
      asked.begin(name);
      await ask();
    }

    const found: string[] = [];
    for (const { name, statement, values } of asked.end()) {
      const plan = await database.ask((m) => m.query(`explain (format json) ${statement}`, values));
      for (const table of scannedWhole(plan[0]['QUERY PLAN'][0].Plan)) found.push(`${name} reads all of ${table}`);
    }
    expect(found).toEqual([]);
  }));

/** What the sweep, the runner, the scheduler and the pages ask again and again. */
function hot(database: Database): Record<string, () => Promise<unknown>> {
  const [ledger, steps, use, kept] = [
    sweepLedger(database),
    stepStore(database),
    blobUse(database),
    retention(database),
  ];
  const { audit, cases, ended, inbound, outbound, pipeline, quarantine, steps: runs } = views(database);
  const page = { limit: 50, cursor: null };
  const mails = { ...page, state: null, search: null, source: null, from: null, to: null, reason: null };
  const found = { overdue: false, hideCaseContent: false };
  const lately = new Date(Date.now() - 15_000).toISOString();
  const [stepId, publication] = [randomUUID(), 1];
  return {
    'the sweep, of what died': () => ledger.releaseExpired(3, async () => undefined),
    'the sweep, of what is overdue': () => ledger.overdue(seconds(15), 10_000),
    'the sweep, of what it published': () => ledger.published([stepId]),
    'the sweep, of what it offers afresh': () => ledger.renew([{ stepId, publication, stage: 'scan', dueIn: 0 }]),
    'a claim': () => steps.claim(stepId, publication, { lease: 1_000, alone: false }),
    'a heartbeat': () => steps.extend([randomUUID()], 1_000),
    'the pipeline': () => pipeline.stages(),
    'the failed steps': () => runs.list({ ...page, state: 'failed', stage: null, replayed: null }),
    'the waiting steps': () => runs.list({ ...page, state: 'pending', stage: null, replayed: null }),
    'the running steps': () => runs.list({ ...page, state: 'running', stage: null, replayed: null }),
    'what has ended since': () => ended.since(lately),
    'unused bytes': () => use.look('', { most: MOST_BLOBS, age: minutes(10) }),
    'parts that are not on record': () => use.unknownParts(100),
    'the term of quarantine': () => kept.deleteOverdue(minutes(10), 100),
    'the terms of ends': () => kept.letGo('discarded', minutes(10), 100),
    'the newest mails': () => inbound.list({ ...mails, ...found }),
    'the mails that wait': () => inbound.list({ ...mails, ...found, state: 'waiting' }),
    'the mails that wait too long': () => inbound.list({ ...mails, ...found, overdue: true }),
    'the mails of an address': () => inbound.list({ ...mails, ...found, source: 'adres7@gemeente.example' }),
    'the mails of a sender': () => inbound.list({ ...mails, ...found, search: 'burger4711@example.nl' }),
    'the mail of a Message-ID': () => inbound.list({ ...mails, ...found, search: '<4711@example.nl>' }),
    quarantine: () => quarantine.list({ ...page, reason: null, search: null, hideCaseContent: false }),
    'outgoing mail': () => outbound.list({ ...page, state: null, deliveryState: null, search: null }),
    cases: () => cases.list({ ...page, search: null }),
    audit: () => audit.list(page),
  };
}

const MANY = 40_000;
/** Rows of bytes that a round looks at: as few of them all as 2,000 are of a million. */
const MOST_BLOBS = MANY / 500;

/** As after some time: nearly everything is over, and a few of each kind wait. */
async function fill({ ask }: Database): Promise<void> {
  for (const statement of FILLING) await ask((m) => m.query(statement, [MANY]));
  await ask((m) => m.query(`vacuum (analyze) ${GROWING.map((table) => `"${table}"`).join(', ')}`));
}

const FILLING = [
  `insert into step (id, stage, about_kind, about_id, state, created_at, finished_at, token, claimed_until, offered_at)
   select gen_random_uuid(), 'scan', 'inboundMessage', gen_random_uuid(), state, at, case when n > 200 then at end,
          case when state = 'running' then gen_random_uuid() end,
          case when state = 'running' then now() - interval '1 minute' end, at
     from (select n, now() - ($1 - n) * interval '1 minute' as at,
                  case when n <= 20 then 'running' when n <= 200 then 'pending' when n <= 300 then 'failed' else 'done' end as state
             from generate_series(1, $1::int) as n) as made`,
  `with type as (insert into case_type (id, name) values (gen_random_uuid(), 'Melding') returning id)
   insert into "case" (id, number, case_type_id, subject, mail_code, registered_at)
   select gen_random_uuid(), n, type.id, 'Zaak ' || n, 'ae34dc', now() - n * interval '1 minute'
     from type, generate_series(1, $1::int) as n`,
  `insert into inbound_message (id, raw_sha256, raw_size, source, state, reason, delivered_to, received_at, settled_at,
                                subject, sender, message_id)
   select gen_random_uuid(), encode(sha256(n::text::bytea), 'hex'), 20000,
          jsonb_build_object('kind', 'smtp', 'recipient', 'adres' || n % 500 || '@gemeente.example', 'peer', '192.0.2.1',
                             'envelopeFrom', 'burger' || n || '@example.nl'),
          state, case when state = 'quarantined' then 'spam' end, 'adres' || n % 500 || '@gemeente.example',
          now() - n * interval '1 minute', case when n > 300 then now() - n * interval '1 minute' end,
          'Vraag ' || n, 'Burger <burger' || n || '@example.nl>', '<' || n || '@example.nl>'
     from (select n, case when n <= 20 then 'received' when n <= 100 then 'unmatched' when n <= 200 then 'quarantined'
                          when n % 400 = 0 then 'discarded' else 'autoReplyFiled' end as state
             from generate_series(1, $1::int) as n) as made`,
  `insert into blob (sha256, size) select encode(sha256(n::text::bytea), 'hex'), 20000 from generate_series(1, $1::int) as n`,
  `with sent as (
     insert into outbound_message (id, state, kind, subject, content, mime_sha256, mime_size, message_id, frozen_subject,
                                   sender, created_at)
     select gen_random_uuid(), 'frozen', 'acknowledgement', 'Antwoord', '{"attachments": []}',
            encode(sha256(n::text::bytea), 'hex'), 1000, '<uit-' || n || '@gemeente.example>', 'Antwoord',
            '{"name": "", "address": "info@gemeente.example"}', now() - n * interval '1 minute'
       from generate_series(1, $1::int) as n returning id
   ) insert into delivery (id, outbound_message_id, ordinal, role, address, state)
     select gen_random_uuid(), id, 0, 'to', 'burger@example.nl', 'sent' from sent`,
  `insert into audit_entry (id, at, actor, action, subject_kind, subject_id)
   select gen_random_uuid(), now() - n * interval '1 minute', 'Zaakpost', 'mail.deleted', 'inboundMessage', gen_random_uuid()
     from generate_series(1, $1::int) as n`,
];

interface Asked {
  name: string;
  statement: string;
  values: unknown[] | undefined;
}

/** Remembers every statement that the database is asked, under the name of what asks. */
function recorded({ dataSource }: Database): { begin(name: string): void; end(): Asked[] } {
  const all: Asked[] = [];
  let name = '';
  const makeRunner = dataSource.createQueryRunner.bind(dataSource);
  dataSource.createQueryRunner = (mode) => {
    const runner = makeRunner(mode);
    const query = runner.query.bind(runner) as (...asked: unknown[]) => Promise<unknown>;
    return Object.assign(runner, {
      query(statement: string, values?: unknown[], ...more: unknown[]) {
        if (/^\s*(?:select|with|update|delete)/iu.test(statement)) all.push({ name, statement, values });
        return query(statement, values, ...more);
      },
    });
  };
  return {
    begin(next) {
      name = next;
    },
    end() {
      dataSource.createQueryRunner = makeRunner;
      return all;
    },
  };
}

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  Plans?: Plan[];
}

/** The tables that a plan reads from end to end. */
function scannedWhole(plan: Plan): string[] {
  const table = plan['Relation Name'] ?? '';
  const own = plan['Node Type'] === 'Seq Scan' && GROWING.includes(table) ? [table] : [];
  return [...own, ...(plan.Plans ?? []).flatMap(scannedWhole)];
}
