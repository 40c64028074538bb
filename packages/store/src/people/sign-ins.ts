import { createHash, randomBytes } from 'node:crypto';
import type { User } from '@zaakpost/domain';
import type { Database } from '../database.ts';
import { hashPassword, isPassword } from './password.ts';

/** An account to be made. */
export interface NewUser extends User {
  /** What is typed to sign in; not case-sensitive. */
  userName: string;
  password: string;
}

/** Local accounts and their sessions. A session's token is random; only its SHA-256 is stored. */
export interface SignIns {
  /** Null for an unknown name as for a wrong password, after the same time. */
  signIn(userName: string, password: string): Promise<{ user: User; token: string } | null>;
  /** Null when the session is unknown or over, or its account was switched off. */
  userOf(token: string): Promise<User | null>;
  end(token: string): Promise<void>;
  /** Makes the account, or gives the one of that name this password, name and role, and ends its sessions. */
  setUser(user: NewUser): Promise<void>;
}

export function signIns(database: Database, { hours }: { hours: number }): SignIns {
  const ask = <T>(sql: string, parameters: unknown[]): Promise<T[]> => database.ask((db) => db.query(sql, parameters));
  return {
    async signIn(userName, password) {
      const [account] = await ask<User & { hash: string }>(
        `select id, name, role, password_hash as hash from user_account where lower(user_name) = lower($1) and active`,
        [userName.replaceAll('\0', '')],
      );
      if (!(await isPassword(password, account?.hash ?? null)) || !account) return null;
      const token = randomBytes(32).toString('base64url');
      await ask(
        `with over as (delete from session where expires_at < now())
         insert into session (token_sha256, user_id, expires_at) values ($1, $2, now() + $3::int * interval '1 hour')`,
        [sha256(token), account.id, hours],
      );
      return { user: { id: account.id, name: account.name, role: account.role }, token };
    },

    async userOf(token) {
      const [user] = await ask<User>(
        `select u.id, u.name, u.role from session s join user_account u on u.id = s.user_id
          where s.token_sha256 = $1 and s.expires_at > now() and u.active`,
        [sha256(token)],
      );
      return user ?? null;
    },

    async end(token) {
      await ask('delete from session where token_sha256 = $1', [sha256(token)]);
    },

    async setUser({ id, userName, name, role, password }) {
      const hash = await hashPassword(password);
      await ask(
        `with account as (
           insert into user_account (id, user_name, name, role, password_hash) values ($1, $2, $3, $4, $5)
             on conflict (lower(user_name)) do update
               set name = excluded.name, role = excluded.role, password_hash = excluded.password_hash, active = true
           returning id
         ) delete from session using account where session.user_id = account.id`,
        [id, userName, name, role, hash],
      );
    },
  };
}

const sha256 = (token: string) => createHash('sha256').update(token).digest('hex');
