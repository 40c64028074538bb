import { randomBytes } from 'node:crypto';
import { type Office, settleIn } from '@zaakpost/app-standalone/demo';
import { openDatabase, secretBox } from '@zaakpost/store';
import type { Place } from './ground.ts';

/** The municipality of the demo on an empty database, and the key that its secrets are sealed with. */
export interface BenchOffice extends Office {
  key: string;
}

export async function withOffice<T>(place: Place, use: (office: BenchOffice) => Promise<T>): Promise<T> {
  const database = await openDatabase({ url: place.databaseUrl });
  try {
    const key = randomBytes(32);
    const office = { database, secrets: boxOf(key.toString('base64')), key: key.toString('base64') };
    await settleIn(office);
    return await use(office);
  } finally {
    await database.close();
  }
}

/** Opens what was sealed with this key. */
export const boxOf = (key: string) => secretBox([{ id: 'bench', key: Buffer.from(key, 'base64') }]);
