import { randomUUID } from 'node:crypto';
import { type BlobRef, days } from '@zaakpost/domain';
import { describe, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import { someBlob, someCase, withMigratedDatabase } from '../migrated-database.ts';
import { blobLedger } from './blob-ledger.ts';
import { blobUse } from './blob-use.ts';

const ALL = { most: 100, age: 0 };

async function noted(database: Database, blob = someBlob()): Promise<BlobRef> {
  await blobLedger(database).noted(blob);
  return blob;
}

/** What nothing refers to, after the marks of an earlier round. */
async function unused(database: Database): Promise<string[]> {
  const use = blobUse(database);
  await use.look('', ALL);
  return (await use.look('', ALL)).unused.map(({ sha256 }) => sha256);
}

const remove = async () => true;

async function someMessage({ ask }: Database, columns: Record<string, unknown> = {}): Promise<string> {
  const row = { id: randomUUID(), raw_sha256: someBlob().sha256, raw_size: 10, source: '{}', ...columns };
  await insert({ ask }, 'inbound_message', row);
  return row.id;
}

async function insert({ ask }: Pick<Database, 'ask'>, table: string, row: Record<string, unknown>): Promise<void> {
  const places = Object.keys(row).map((_, at) => `$${at + 1}`);
  await ask((m) => m.query(`insert into ${table} (${Object.keys(row)}) values (${places})`, Object.values(row)));
}

const outbound = (more: Record<string, unknown>) => ({
  ...{ id: randomUUID(), kind: 'caseMail', subject: '', content: '{}' },
  ...more,
});

const file = { filename: 'a', content_type: 'text/plain', size: 10, ordinal: 0 };

const REFERRING: Record<string, (database: Database, sha256: string) => Promise<unknown>> = {
  'a mail as it came': (database, sha256) => someMessage(database, { raw_sha256: sha256 }),
  'the decoded form of a mail': (database, sha256) =>
    someMessage(database, { decoded_sha256: sha256, decoded_size: 10 }),
  'a part of a mail': async (database, sha256) =>
    insert(database, 'message_blob', { message_id: await someMessage(database), sha256 }),
  'a document of a case': async (database, sha256) =>
    insert(database, 'document', {
      ...{ id: randomUUID(), case_id: (await someCase(database)).id, role: 'upload', sha256 },
      ...file,
    }),
  'a file in the intake': async (database, sha256) =>
    insert(database, 'intake_document', {
      ...{ id: randomUUID(), inbound_message_id: await someMessage(database), sha256 },
      ...file,
    }),
  'a frozen mail': (database, sha256) =>
    insert(database, 'outbound_message', outbound({ mime_sha256: sha256, mime_size: 10 })),
  'an attachment of a mail that is to go out': (database, sha256) =>
    insert(
      database,
      'outbound_message',
      outbound({ content: JSON.stringify({ attachments: [someBlob(), { sha256, size: 10, filename: 'a' }] }) }),
    ),
};

describe('bytes', () => {
  it.each(Object.keys(REFERRING))('are kept by %s', (kind) =>
    withMigratedDatabase(async (database) => {
      const [kept, lone] = [await noted(database), await noted(database)];
      await REFERRING[kind]?.(database, kept.sha256);

      expect(await unused(database)).toEqual([lone.sha256]);
      expect(await blobUse(database).removed(kept, { age: 0, remove })).toBe(false);
      expect(await blobUse(database).removed(lone, { age: 0, remove })).toBe(true);
      expect(await database.ask((m) => m.query('select sha256 from blob'))).toEqual([{ sha256: kept.sha256 }]);
    }),
  );

  it('may be referred to by no column that nobody thought of', () =>
    withMigratedDatabase(async ({ ask }) => {
      const columns: { name: string }[] = await ask((m) =>
        m.query(
          `select table_name || '.' || column_name as name from information_schema.columns
            where table_schema = 'public' and (column_name like '%sha256%' or data_type = 'jsonb') order by 1`,
        ),
      );

      expect(columns.map(({ name }) => name)).toEqual(
        [...REFERRERS, ...NO_REFERRERS].toSorted((a, b) => (a < b ? -1 : 1)),
      );
    }));

  it('of a mail whose term is over are kept by nothing', () =>
    withMigratedDatabase(async (database) => {
      const raw = await noted(database);
      await someMessage(database, { raw_sha256: raw.sha256, bytes_gone_at: new Date() });

      expect(await unused(database)).toEqual([raw.sha256]);
    }));

  it('go only when nothing referred to them for their time, however long ago they were put', () =>
    withMigratedDatabase(async (database) => {
      const [use, blob] = [blobUse(database), await noted(database)];
      await database.ask((m) => m.query(`update blob set last_put_at = now() - interval '30 days'`));
      await use.look('', { most: 10, age: days(7) });

      const tooSoon = await use.look('', { most: 10, age: days(7) });
      await database.ask((m) => m.query(`update blob set unreferenced_since = now() - interval '7 days'`));
      const inTime = await use.look('', { most: 10, age: days(7) });

      expect([tooSoon.unused, inTime.unused]).toEqual([[], [blob]]);
    }));

  it('that are referred to again, or put again, begin their time anew', () =>
    withMigratedDatabase(async (database) => {
      const [use, referred, put] = [blobUse(database), await noted(database), await noted(database)];
      await unused(database);
      await someMessage(database, { raw_sha256: referred.sha256 });
      await use.look('', ALL);
      await noted(database, put);

      const rows = await database.ask((m) => m.query('select sha256 from blob where unreferenced_since is not null'));

      expect(rows).toEqual([]);
    }));

  it('are looked at a part at a time, to the end', () =>
    withMigratedDatabase(async (database) => {
      const blobs = await Promise.all(Array.from({ length: 5 }, () => noted(database)));
      const use = blobUse(database);
      await unused(database);
      const seen: string[] = [];

      let place: string | null = '';
      while (place !== null) {
        const { next, unused } = await use.look(place, { most: 2, age: 0 });
        seen.push(...unused.map(({ sha256 }) => sha256));
        place = next;
      }

      expect(seen).toEqual(blobs.map(({ sha256 }) => sha256).toSorted());
    }));

  it('that were written after all keep their row', () =>
    withMigratedDatabase(async (database) => {
      const blob = await noted(database);
      await unused(database);

      expect(await blobUse(database).removed(blob, { age: 0, remove: async () => false })).toBe(false);
      expect(await database.ask((m) => m.query('select unreferenced_since as since from blob'))).toEqual([
        { since: null },
      ]);
    }));

  it('that are put while they are being removed are noted only afterwards', () =>
    withMigratedDatabase(async (database) => {
      const blob = await noted(database);
      await unused(database);
      const order: string[] = [];
      let putting: Promise<unknown> = Promise.resolve();

      await blobUse(database).removed(blob, {
        age: 0,
        remove: async () => {
          putting = noted(database, blob).then(() => order.push('noted'));
          await waitsForLock(database);
          order.push('removed');
          return true;
        },
      });
      await putting;

      expect(order).toEqual(['removed', 'noted']);
      expect(await database.ask((m) => m.query('select sha256 from blob'))).toEqual([{ sha256: blob.sha256 }]);
    }));
});

describe('the parts of a mail', () => {
  it('are unknown until they are put on record, and again when it is decoded otherwise', () =>
    withMigratedDatabase(async (database) => {
      const use = blobUse(database);
      const [first, second, part] = [someBlob(), someBlob(), await noted(database)];
      const id = await someMessage(database, { decoded_sha256: first.sha256, decoded_size: first.size });

      expect(await use.unknownParts(10)).toEqual([{ id, decoded: first }]);
      await use.partsKnown(id, first, [part.sha256, part.sha256]);
      expect(await use.unknownParts(10)).toEqual([]);
      expect(await unused(database)).toEqual([]);

      await database.ask((m) => m.query('update inbound_message set decoded_sha256 = $1', [second.sha256]));
      await use.partsKnown(id, first, []);
      expect(await use.unknownParts(10)).toMatchObject([{ id }]);
    }));
});

const REFERRERS = [
  ...['document.sha256', 'intake_document.sha256', 'message_blob.sha256', 'outbound_message.content'],
  ...['inbound_message.decoded_sha256', 'inbound_message.raw_sha256', 'outbound_message.mime_sha256'],
];
// A ticket outlives what it is for by a minute at most.
const NO_REFERRERS = [
  ...['audit_entry.details', 'blob.sha256', 'case.attributes', 'case.parties', 'case_type.attributes'],
  ...[
    'contact_moment.flags',
    'contact_moment.why',
    'content_ticket.content',
    'content_ticket.ticket_sha256',
    'idempotency_key.request_sha256',
    'idempotency_key.response',
  ],
  ...['inbound_message.classification', 'inbound_message.release', 'inbound_message.source', 'inbound_message.verdict'],
  ...['integration_profile.settings', 'outbound_message.sender', 'scheduled_email.recipients', 'session.token_sha256'],
];

async function waitsForLock({ ask }: Database): Promise<void> {
  for (;;) {
    const [{ n }] = await ask((m) =>
      m.query(`select count(*)::int as n from pg_stat_activity
                where datname = current_database() and wait_event_type = 'Lock' and query like '%insert into blob%'`),
    );
    if (n > 0) return;
  }
}
