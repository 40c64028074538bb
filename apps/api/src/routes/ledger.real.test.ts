import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { ApiParts } from '../parts.ts';
import { someMessage } from '../seeds.ts';
import { withApi } from '../with-api.ts';

interface Ledger {
  from: string;
  to: string;
  books: { source: { key: string }; days: { day: string; stored: number; ends: Record<string, number> }[] }[];
}

/** Half past midnight in the Netherlands, while it is still the day before by UTC. */
const NIGHT = new Date('2026-11-24T23:30:00Z');
const today = '2026-11-25';

/** Two mails of that night. */
async function someMail(parts: ApiParts): Promise<void> {
  await someMessage(parts, { state: 'onCase' });
  await someMessage(parts, { state: 'unmatched' });
  await parts.database.ask((db) => db.query('update inbound_message set received_at = $1', [NIGHT]));
}

test('the ledger is of the last two weeks when nothing else is asked', () =>
  withApi(
    async ({ parts, as }) => {
      await someMail(parts);

      const ledger = await (await as('operator')).get<Ledger>('/api/v1/ledger');

      expect(ledger).toMatchObject({ from: '2026-11-12', to: today, zone: 'Europe/Amsterdam' });
      expect(ledger.books).toEqual([
        {
          source: { key: 'import', kind: 'import', name: '' },
          days: [expect.objectContaining({ day: today, stored: 2, ends: { onCase: 1 }, waiting: { unmatched: 1 } })],
        },
      ]);
    },
    { now: () => NIGHT },
  ));

test.each([
  ['from=2026-01-01&to=2026-04-02', 200],
  ['from=2026-01-01&to=2026-04-03', 400],
  ['from=2026-01-02&to=2026-01-01', 400],
  ['from=2026-02-30&to=2026-03-01', 400],
])('a ledger of %s is answered with %d', (query, status) =>
  withApi(async ({ as }) => {
    expect((await (await as('operator')).fetch(`/api/v1/ledger?${query}`)).status).toBe(status);
  }),
);

test('the ledger is saved as CSV', () =>
  withApi(async ({ parts, as }) => {
    await someMail(parts);

    const answer = await (await as('administrator')).fetch(`/api/v1/ledger.csv?from=${today}&to=${today}`);

    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toContain(`ledger-${today}-${today}.csv`);
    expect((await answer.text()).split('\r\n')).toEqual([
      expect.stringContaining('source_kind,source,name,day,'),
      expect.stringContaining(`import,import,,${today},,2,1,`),
      '',
    ]);
  }));

test('the ledger is no business of a case worker', () =>
  withApi(async ({ as }) => {
    const worker = await as('caseWorker');

    expect((await worker.fetch('/api/v1/ledger')).status).toBe(403);
    expect((await worker.fetch('/api/v1/ledger.csv')).status).toBe(403);
  }));

test('the metrics tell what does not add up', () =>
  withApi(async ({ parts, as }) => {
    await someMessage(parts, { state: 'unmatched' });
    await someMessage(parts, { state: 'onCase' });
    const id = randomUUID();
    const settings = { protocol: 'pop3s', host: 'pop.example.nl', port: 995, userName: 'post', password: 'geheim' };
    await parts.database.transaction((tx) =>
      parts.desk.profiles.add(tx, { id, type: 'pop3Mailbox', name: 'Algemeen', active: true, settings }),
    );
    await parts.database.ask((db) => db.query(`update inbound_message set received_at = now() - interval '25 hours'`));
    await parts.database.ask((db) =>
      db.query(
        `insert into server_message (mailbox_id, unique_id, size, gone_at) values ($1, 'a', 1, null), ($1, 'b', 1, now())`,
        [id],
      ),
    );

    const said = await parts.registry.metrics();

    for (const line of [
      'zaakpost_ledger_difference{kind="overdue",app="api"} 1',
      'zaakpost_ledger_difference{kind="waiting",app="api"} 1',
      'zaakpost_ledger_difference{kind="vanished",app="api"} 1',
    ]) {
      expect(said).toContain(line);
    }
    expect((await (await as('operator')).get<Items>('/api/v1/ledger/not-stored')).items).toHaveLength(2);
  }));

interface Items {
  items: unknown[];
}
