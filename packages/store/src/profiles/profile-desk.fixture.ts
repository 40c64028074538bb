import { randomBytes, randomUUID } from 'node:crypto';
import type { Database } from '../database.ts';
import { secretBox } from '../secrets/secret-box.ts';
import { profileDesk } from './profile-desk.ts';
import { profileStore } from './profiles.ts';

export const key = (id: string) => ({ id, key: randomBytes(32) });
export const oldKey = key('old');
const secrets = secretBox([oldKey]);

export const mailbox = {
  protocol: 'pop3s',
  host: 'mail.example.com',
  port: 995,
  userName: 'info',
  password: 'hunter2',
};
export const intake = (address: string) => ({ interface: 'documentIntake', address });

export function office(database: Database, box = secrets) {
  const desk = profileDesk(database, { secrets: box });
  const add = (profile: Omit<Parameters<typeof desk.add>[1], 'id' | 'name'> & { name?: string }) => {
    const id = randomUUID();
    return database.transaction((tx) => desk.add(tx, { name: 'Profiel', ...profile, id }));
  };
  const change = (profile: Parameters<typeof desk.change>[1]) => database.transaction((tx) => desk.change(tx, profile));
  return { desk, add, change, profiles: profileStore(database, { secrets: box }) };
}

export const fieldsOf = (written: Awaited<ReturnType<ReturnType<typeof office>['add']>>) =>
  written.kind === 'invalid' ? written.problems.map(({ field }) => field) : written.kind;

export const idOf = (written: Awaited<ReturnType<ReturnType<typeof office>['add']>>) =>
  written.kind === 'written' ? written.id : '';
