import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { withMigratedDatabase } from '../migrated-database.ts';
import { entityManagerOf } from '../tx.ts';
import { sweepLedger } from './sweep-ledger.ts';

it('a failure that cannot be recorded holds up neither the others nor the sweep', () =>
  withMigratedDatabase(async (database) => {
    const sql = <Row>(statement: string, values: unknown[] = []): Promise<Row[]> =>
      database.ask((m) => m.query(statement, values));
    const [bad, good, living] = [randomUUID(), randomUUID(), randomUUID()];
    for (const [id, deaths] of [
      [bad, 2],
      [good, 2],
      [living, 0],
    ]) {
      await sql(
        `insert into step (id, stage, about_kind, about_id, state, token, claimed_until, alone, deaths)
         values ($1, 'scan', 'inboundMessage', $1, 'running', gen_random_uuid(), now() - interval '1 minute', true, $2)`,
        [id, deaths],
      );
    }

    const released = await sweepLedger(database).releaseExpired(3, async (tx, { id }) => {
      await entityManagerOf(tx).query(`insert into case_type (id, name) values ($1, $2)`, [id, id]);
      if (id === bad) await entityManagerOf(tx).query('select 1 / 0');
    });

    expect(released.map(({ stepId }) => stepId)).toEqual([living]);
    expect(await sql('select id, state from step where state = $1 order by id', ['failed'])).toEqual(
      [bad, good].toSorted().map((id) => ({ id, state: 'failed' })),
    );
    expect(await sql('select id from case_type')).toEqual([{ id: good }]);
    const [{ error_text: told }] = (await sql('select error_text from step where id = $1', [bad])) as [
      { error_text: string },
    ];
    expect(told).toContain('could not be recorded');
  }));
