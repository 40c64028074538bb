import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import { withMigratedDatabase } from '../migrated-database.ts';
import { signIns } from './sign-ins.ts';

const jan = () =>
  ({ id: randomUUID(), userName: 'Jan', name: 'Jan de Vries', role: 'operator', password: 'café' }) as const;

const sessionsOf = (database: Database) => database.ask((m) => m.query('select * from session'));

describe('signing in', () => {
  it('gives a session by name and password, however these are typed', () =>
    withMigratedDatabase(async (database) => {
      const store = signIns(database, { hours: 8 });
      const user = jan();
      await store.setUser(user);

      const signedIn = await store.signIn('JAN', 'cafe\u0301');

      expect(signedIn?.user).toEqual({ id: user.id, name: 'Jan de Vries', role: 'operator' });
      expect(await store.userOf(signedIn?.token ?? '')).toEqual(signedIn?.user);
    }));

  it('gives none for a wrong password, an unknown name or an account that is off', () =>
    withMigratedDatabase(async (database) => {
      const store = signIns(database, { hours: 8 });
      await store.setUser(jan());

      expect(await store.signIn('jan', 'cafe')).toBeNull();
      expect(await store.signIn('piet\0', 'café')).toBeNull();
      await database.ask((m) => m.query('update user_account set active = false'));
      expect(await store.signIn('jan', 'café')).toBeNull();
    }));

  it('stores neither the password nor the token', () =>
    withMigratedDatabase(async (database) => {
      const store = signIns(database, { hours: 8 });
      await store.setUser(jan());
      const { token } = (await store.signIn('jan', 'café')) ?? { token: '' };

      const stored = JSON.stringify([
        await sessionsOf(database),
        await database.ask((m) => m.query('select * from user_account')),
      ]);

      expect(token).not.toBe('');
      expect(stored).not.toContain(token);
      expect(stored).not.toContain('café');
    }));

  it('ends when it is over, when one signs out, and when the password is set anew', () =>
    withMigratedDatabase(async (database) => {
      const store = signIns(database, { hours: 8 });
      await store.setUser(jan());
      const open = async () => (await store.signIn('jan', 'café'))?.token ?? '';
      const [late, left, kept] = [await open(), await open(), await open()];
      await database.ask((m) =>
        m.query('update session set expires_at = now() where created_at = (select min(created_at) from session)'),
      );

      await store.end(left);

      expect(await store.userOf(late)).toBeNull();
      expect(await store.userOf(left)).toBeNull();
      expect(await store.userOf(kept)).not.toBeNull();
      await store.setUser({ ...jan(), role: 'caseWorker' });
      expect(await store.userOf(kept)).toBeNull();
      expect((await store.signIn('jan', 'café'))?.user.role).toBe('caseWorker');
    }));
});
