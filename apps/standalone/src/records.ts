import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { migrateQueues } from '@zaakpost/queue';
import { type Database, openDatabase, signIns } from '@zaakpost/store';
import { startPostgres } from '@zaakpost/testing';
import type { Kept } from './kept.ts';

const NAME = 'zaakpost';

/** Starts PostgreSQL on this machine's data, and brings records and queues up to date. */
export async function openRecords(
  folder: string,
  stack: AsyncDisposableStack,
): Promise<{ url: string; database: Database }> {
  const postgres = await startPostgres({ folder: join(folder, 'postgres'), durable: true });
  stack.defer(() => postgres.stop());
  await createDatabase(postgres.url);
  const url = postgres.urlOf(NAME);
  const database = await openDatabase({ url, poolSize: 3, applicationName: 'zaakpost-standalone' });
  stack.defer(() => database.close());
  await database.migrate();
  await migrateQueues({ backend: 'postgres', url });
  return { url, database };
}

/** One account per role, with the passwords that were made at the first start. */
export async function openAccounts(database: Database, { passwords }: Kept): Promise<void> {
  const accounts = signIns(database, { hours: 1 });
  const people = [
    { userName: 'behandelaar', name: 'Bea Handelaar', role: 'caseWorker' },
    { userName: 'operator', name: 'Otto Perator', role: 'operator' },
    { userName: 'beheerder', name: 'Bo Heerder', role: 'administrator' },
  ] as const;
  const [known] = await database.ask((db) => db.query('select 1 from user_account limit 1'));
  if (known) return;
  for (const one of people) await accounts.setUser({ id: randomUUID(), ...one, password: passwords[one.userName] });
}

async function createDatabase(url: string): Promise<void> {
  const server = await openDatabase({ url, poolSize: 2 });
  try {
    const [known] = await server.ask((db) => db.query('select 1 from pg_database where datname = $1', [NAME]));
    if (!known) await server.ask((db) => db.query(`create database ${NAME}`));
  } finally {
    await server.close();
  }
}
