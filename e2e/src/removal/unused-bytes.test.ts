import { randomBytes, randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { folderBlobs } from '@zaakpost/blobs';
import type { BlobLedger, BlobRef, DecodedMessage } from '@zaakpost/domain';
import { unusedBytes } from '@zaakpost/pipeline';
import { blobLedger, blobUse, type Database, inboundMessageStore } from '@zaakpost/store';
import { describe, expect, it } from 'vitest';
import { withRecords } from '../house/records.ts';

type Store = Awaited<ReturnType<typeof storeOf>>;

const withStore = (use: (store: Store) => Promise<void>) =>
  withRecords(async ({ database, folder }) => use(await storeOf(database, folder)));

async function storeOf(database: Database, dir: string, ledger: BlobLedger = blobLedger(database)) {
  const blobs = await folderBlobs({ dir, ledger });
  const round = unusedBytes({ use: blobUse(database), blobs, age: 0, most: 100, now: () => new Date() });
  return {
    ...{ database, dir, blobs, round },
    sql: (statement: string, values: unknown[] = []) => database.ask((m) => m.query(statement, values)),
    /** Marks what is unused, and removes it; rounds begin at a place of chance, so each part is passed twice. */
    async removeUnused() {
      let removed = 0;
      for (let n = 0; n < 6; n++) removed += (await round()).removed;
      return removed;
    },
  };
}

const isThere = ({ dir }: Store, { sha256 }: BlobRef) =>
  stat(join(dir, sha256.slice(0, 2), sha256.slice(2, 3), sha256)).then(
    () => true,
    () => false,
  );

async function someMail({ blobs, database, sql }: Store, state: 'scanned' | 'earlier' = 'scanned') {
  const id = randomUUID();
  const [raw, part] = [await blobs.put(randomBytes(100)), await blobs.put(randomBytes(100))];
  const form = { attachments: [{ ...part, filename: null }] } as unknown as DecodedMessage;
  const decoded = await blobs.put(Buffer.from(JSON.stringify(form)));
  const source = { kind: 'import', path: 'a.eml' } as const;
  const inbound = inboundMessageStore(database);
  await database.transaction((tx) => inbound.received(tx, [{ id, raw, source, deliveredTo: null, sessionId: null }]));
  const parts = state === 'scanned' ? [part.sha256] : [];
  await sql('update inbound_message set decoded_sha256 = $2, decoded_size = $3, parts_of = $4 where id = $1', [
    ...[id, decoded.sha256, decoded.size, state === 'scanned' ? decoded.sha256 : null],
  ]);
  await sql('insert into message_blob select $1, unnest($2::text[])', [id, parts]);
  return { id, raw, part, decoded };
}

describe('unused bytes', () => {
  it('are removed, file and row; what a mail refers to stays', () =>
    withStore(async (store) => {
      const mail = await someMail(store);
      const lone = await store.blobs.put(randomBytes(100));

      expect(await store.removeUnused()).toBe(1);

      expect(await isThere(store, lone)).toBe(false);
      for (const ref of [mail.raw, mail.part, mail.decoded]) expect(await isThere(store, ref)).toBe(true);
      expect(await store.sql('select 1 from blob')).toHaveLength(3);
    }));

  it('are left alone until the parts of every mail of an earlier version are on record', () =>
    withStore(async (store) => {
      const mail = await someMail(store, 'earlier');
      const lone = await store.blobs.put(randomBytes(100));

      expect(await store.round()).toEqual({ known: 1, removed: 0 });
      expect(await isThere(store, lone)).toBe(true);

      expect(await store.removeUnused()).toBe(1);
      expect(await isThere(store, mail.part)).toBe(true);
    }));

  it('are removed also beside a mail whose decoded form is lost', () =>
    withStore(async (store) => {
      const mail = await someMail(store, 'earlier');
      const lone = await store.blobs.put(randomBytes(100));
      await store.blobs.remove(mail.decoded, { writtenBefore: new Date() });

      await store.removeUnused();

      expect([await isThere(store, mail.raw), await isThere(store, lone)]).toEqual([true, false]);
    }));

  it('that are put at the moment of their removal are there afterwards', () =>
    withStore(async (store) => {
      const bytes = randomBytes(200_000);
      for (let n = 0; n < 40; n++) {
        await store.blobs.put(bytes);
        await store.round();
        const [ref] = await Promise.all([store.blobs.put(bytes), store.round(), store.round(), store.round()]);
        const row = await store.sql('select 1 from blob where sha256 = $1', [ref.sha256]);

        // Whoever came last: a put leaves both, a removal neither.
        expect(await isThere(store, ref)).toBe(row.length === 1);
      }
    }));

  it('whose put is killed before they have their name leave a row at most, which goes too', () =>
    withStore(async (store) => {
      const noted = Promise.withResolvers<void>();
      const dying: BlobLedger = {
        async noted(ref) {
          await blobLedger(store.database).noted(ref);
          noted.reject(new Error('killed'));
          await noted.promise;
        },
      };
      const { blobs } = await storeOf(store.database, store.dir, dying);

      await expect(blobs.put(randomBytes(10))).rejects.toThrow('killed');
      expect(await store.sql('select 1 from blob')).toHaveLength(1);

      expect(await store.removeUnused()).toBe(1);
      expect(await store.sql('select 1 from blob')).toEqual([]);
    }));

  it('whose removal is killed between file and row are whole again after the next put', () =>
    withStore(async (store) => {
      const bytes = randomBytes(100);
      const ref = await store.blobs.put(bytes);
      const use = blobUse(store.database);
      await use.look('', { most: 10, age: 0 });
      const dies = use.removed(ref, {
        age: 0,
        async remove() {
          await store.blobs.remove(ref, { writtenBefore: new Date() });
          throw new Error('killed');
        },
      });
      await expect(dies).rejects.toThrow('killed');

      expect([await isThere(store, ref), (await store.sql('select 1 from blob')).length]).toEqual([false, 1]);
      await store.blobs.put(bytes);

      expect((await store.blobs.read(ref)).equals(bytes)).toBe(true);
    }));
});
