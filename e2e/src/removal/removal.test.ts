import { fork } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { folderBlobs } from '@zaakpost/blobs';
import type { BlobRef, InboundState } from '@zaakpost/domain';
import { blobLedger, type Database, inboundMessageStore } from '@zaakpost/store';
import { compiledCode } from '@zaakpost/testing';
import { expect, test } from 'vitest';
import { sha256 } from '../house/oracle.ts';
import { withRecords } from '../house/records.ts';

const UPKEEP = fileURLToPath(new URL('./dying-upkeep.ts', import.meta.url));
const POINTS = ['before the file', 'between file and row', 'after the commit'];
/** Which removal of a process is its last. */
const LAST = [1, 4];

/** Mail with an end whose bytes go, in quarantine beyond its term, on a case, and released to be scanned anew. */
const STATES: InboundState[] = ['discarded', 'deleted', 'quarantined', 'onCase', 'received'];
const OF_EACH = 4;

test('a removal that is killed at any point takes no bytes that a row refers to, and leaves none for ever', () =>
  withStore(async (store) => {
    for (const state of STATES) for (let n = 0; n < OF_EACH; n += 1) await store.receive(state);
    const given = await store.receive('discarded');

    for (const point of POINTS) {
      for (const nth of LAST) {
        expect(await store.upkeep(point, nth), `${point} ${nth}`).toBe('SIGKILL');
        await store.expectAllReferred();
        // The same bytes come in again while their removal is unfinished.
        await store.receive('received', given);
        await store.expectAllReferred();
      }
    }
    expect(await store.upkeep('nowhere', 0)).toBe(0);

    await store.expectAllReferred();
    const referred = await store.referred();
    expect(referred.size).toBeGreaterThanOrEqual(3 * 2 * OF_EACH);
    expect(new Set((await store.files()).keys())).toEqual(referred);
    expect(new Set(await store.rows())).toEqual(referred);
  }));

type Store = Awaited<ReturnType<typeof storeOf>>;

const withStore = (use: (store: Store) => Promise<void>) =>
  withRecords(async ({ database, url, folder }) => use(await storeOf(database, url, folder)));

async function storeOf(database: Database, url: string, dir: string) {
  const blobs = await folderBlobs({ dir, ledger: blobLedger(database) });
  const sql = <Row>(statement: string, values: unknown[] = []): Promise<Row[]> =>
    database.ask((m) => m.query(statement, values));

  /** A mail with one part, that came to this a year ago; `raw` when it is the same bytes again. */
  async function receive(state: InboundState, raw: Buffer = randomBytes(200)): Promise<Buffer> {
    const id = randomUUID();
    const ref = await blobs.put(raw);
    const part = await blobs.put(randomBytes(100));
    const decoded = await blobs.put(Buffer.from(JSON.stringify({ attachments: [part] })));
    const source = { kind: 'import', path: `${id}.eml` } as const;
    const mail = { id, raw: ref, source, deliveredTo: null, sessionId: null };
    await database.transaction((tx) => inboundMessageStore(database).received(tx, [mail]));
    await sql(
      `with known as (insert into message_blob (message_id, sha256) values ($1, $5))
       update inbound_message set state = $2, decoded_sha256 = $3, decoded_size = $4, parts_of = $3,
              settled_at = now() - interval '1 year', quarantined_at = now() - interval '1 year' where id = $1`,
      [id, state, decoded.sha256, decoded.size, part.sha256],
    );
    return raw;
  }

  /** Names of all bytes that a row of a mail refers to. */
  async function referred(): Promise<Set<string>> {
    const rows = await sql<BlobRef>(
      `select raw_sha256 as sha256 from inbound_message where bytes_gone_at is null
       union select decoded_sha256 from inbound_message where decoded_sha256 is not null
       union select sha256 from message_blob`,
    );
    return new Set(rows.map((row) => row.sha256));
  }

  async function files(): Promise<Map<string, string>> {
    const all = await readdir(dir, { recursive: true, withFileTypes: true });
    return new Map(all.filter((one) => one.isFile()).map((one) => [one.name, join(one.parentPath, one.name)]));
  }

  return {
    ...{ receive, referred, files },
    rows: async () => (await sql<BlobRef>('select sha256 from blob')).map((row) => row.sha256),

    /** One process's upkeep; gives how it ended. */
    async upkeep(point: string, nth: number): Promise<NodeJS.Signals | number | null> {
      const child = fork(UPKEEP, [url, dir, point, `${nth}`], { env: { ...compiledCode } });
      const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
      return signal ?? code;
    },

    async expectAllReferred(): Promise<void> {
      const stored = await files();
      for (const name of await referred()) {
        expect(sha256(await readFile(stored.get(name) ?? `no file for ${name}`))).toBe(name);
      }
    },
  };
}
