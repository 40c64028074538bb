import { randomUUID } from 'node:crypto';
import type { Role } from '@zaakpost/domain';
import { type Database, signIns } from '@zaakpost/store';

export const PASSWORD = 'een lang wachtwoord voor de proef';

/** Somebody of each role. */
export const people = {
  caseWorker: { userName: 'behandelaar', name: 'Bas de Boer' },
  operator: { userName: 'operator', name: 'Olga Smit' },
  administrator: { userName: 'beheerder', name: 'Bea van Dam' },
} as const satisfies Record<Role, { userName: string; name: string }>;

export async function makeAccounts(database: Database): Promise<void> {
  const accounts = signIns(database, { hours: 1 });
  for (const [role, person] of Object.entries(people) as [Role, (typeof people)[Role]][]) {
    await accounts.setUser({ id: randomUUID(), role, password: PASSWORD, ...person });
  }
}
