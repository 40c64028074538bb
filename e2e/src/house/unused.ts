import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { folderBlobs } from '@zaakpost/blobs';
import { unusedBytes } from '@zaakpost/pipeline';
import { blobLedger, blobUse } from '@zaakpost/store';
import { expect } from 'vitest';
import type { House } from './house.ts';
import { sha256 } from './oracle.ts';

/** Rounds begin at a place of chance: so many pass every row at least twice, to be marked and to be removed. */
const ROUNDS = 6;

/** Removes unused bytes with no waiting time at all; whatever anything names must be there afterwards, byte for byte. */
export async function expectNothingNamedIsRemoved(house: House): Promise<void> {
  const { database, blobFolder } = house;
  const before = await storedIn(blobFolder);
  const named = await namedIn(house);
  const blobs = await folderBlobs({ dir: blobFolder, ledger: blobLedger(database) });
  const lone = await blobs.put(randomBytes(100));
  const round = unusedBytes({ use: blobUse(database), blobs, age: 0, most: 10_000, now: () => new Date() });
  for (let n = 0; n < ROUNDS; n++) await round();

  const after = await storedIn(blobFolder);
  const lost = [...before.keys()].filter((hash) => named.has(hash) && !after.has(hash));
  expect(lost).toEqual([]);
  expect([...before.keys()].filter((hash) => named.has(hash)).length).toBeGreaterThan(20);
  expect(after.has(lone.sha256)).toBe(false);
  for (const [hash, path] of after) expect(sha256(await readFile(path))).toBe(hash);
}

async function storedIn(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && /^[0-9a-f]{64}$/u.test(entry.name));
  return new Map(files.map((file) => [file.name, join(file.parentPath, file.name)]));
}

/** Every hash in every row but those of the blobs themselves, and in every decoded mail. */
async function namedIn({ sql, blobFolder }: House): Promise<Set<string>> {
  const tables = await sql<{ name: string }>(
    `select quote_ident(table_name) as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'blob'`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const rows = await sql<{ text: string }>(`select to_jsonb(t)::text as text from ${name} t`);
    texts.push(...rows.map(({ text }) => text));
  }
  const files = await storedIn(blobFolder);
  for (const { sha } of await sql<{ sha: string }>(
    'select decoded_sha256 as sha from inbound_message where decoded_sha256 is not null',
  )) {
    texts.push(await readFile(files.get(sha) ?? '', 'utf8'));
  }
  return new Set(texts.flatMap((text) => text.match(/\b[0-9a-f]{64}\b/gu) ?? []));
}
