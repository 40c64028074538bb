import { randomBytes, randomUUID } from 'node:crypto';
import { newMailCode } from '@zaakpost/domain';
import { type ModelDatabase, withDatabase } from '@zaakpost/testing';
import { caseStore } from './cases/cases.ts';
import { type Database, openDatabase } from './database.ts';
import { CaseTypeRow } from './rows/case.ts';

/** For tests: a fresh, migrated database, opened. */
export function withMigratedDatabase<T>(use: (database: Database) => Promise<T>): Promise<T> {
  return withDatabase(({ url }) => opened(url, use), { like: MIGRATED });
}

const MIGRATED: ModelDatabase = {
  name: 'migrated',
  prepare: (url) => opened(url, (database) => database.migrate()),
};

async function opened<T>(url: string, use: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({ url });
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}

/** For tests: the reference of bytes that nobody stored. */
export const someBlob = (size = 10) => ({ sha256: randomBytes(32).toString('hex'), size });

/** For tests: a case type and an open case of it. */
export async function someCase(database: Database, requestor = 'jan@example.nl') {
  const caseTypeId = randomUUID();
  await database.ask((m) => m.insert(CaseTypeRow, { id: caseTypeId, name: `Melding ${caseTypeId}`, attributes: [] }));
  return await database.transaction((tx) =>
    caseStore(database).start(tx, {
      id: randomUUID(),
      caseTypeId,
      subject: 'Losse stoeptegel',
      mailCode: newMailCode(),
      parties: [{ role: 'requestor', name: 'Jan', address: requestor }],
      attributes: {},
    }),
  );
}
