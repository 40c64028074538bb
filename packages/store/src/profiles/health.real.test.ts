import { randomUUID } from 'node:crypto';
import { withDatabase } from '@zaakpost/testing';
import { expect, it } from 'vitest';
import { openDatabase } from '../database.ts';
import { closedBox } from '../secrets/closed-box.ts';
import { profileStore } from './profiles.ts';

it('is noted within the transactions that fill the pool, without a connection more', () =>
  withDatabase(async ({ url }) => {
    const database = await openDatabase({ url, poolSize: 2 });
    try {
      await database.migrate();
      const profiles = profileStore(database, { secrets: closedBox });
      const ids = [randomUUID(), randomUUID()];
      for (const id of ids) {
        await database.ask((m) =>
          m.query(
            `insert into integration_profile (id, type, name, settings) values ($1, 'pop3Mailbox', 'Postbus', '{}')`,
            [id],
          ),
        );
      }
      const inside = Promise.withResolvers<void>();
      let open = 0;

      await Promise.all(
        ids.map((id) =>
          database.transaction(async (tx) => {
            open += 1;
            if (open === 2) inside.resolve();
            await inside.promise;
            await profiles.health(id, { ok: false, code: 'pop3-unreachable' }, tx);
          }),
        ),
      );

      const rows = await database.ask((m) => m.query('select last_error_code as code from integration_profile'));
      expect(rows).toEqual([{ code: 'pop3-unreachable' }, { code: 'pop3-unreachable' }]);
    } finally {
      await database.close();
    }
  }));
