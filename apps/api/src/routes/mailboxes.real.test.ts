import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { type RunningApi, withApi } from '../with-api.ts';

interface Mailbox {
  id: string;
  name: string;
  waiting: number;
  fetch: { state: string; nextAt: string | null; errorCode: string | null };
}

async function someMailbox({ parts }: RunningApi, more: { active?: boolean } = {}): Promise<string> {
  const id = randomUUID();
  const settings = { protocol: 'pop3s', host: 'pop.example.nl', port: 995, userName: 'post', password: 'geheim' };
  await parts.database.transaction((tx) =>
    parts.desk.profiles.add(tx, { id, type: 'pop3Mailbox', name: 'Algemeen', active: true, settings, ...more }),
  );
  return id;
}

const steps = ({ parts }: RunningApi) =>
  parts.database.ask((db) =>
    db.query('select state, not_before <= clock_timestamp() as due from step order by created_at'),
  );

test('an operator sees how each mailbox does, and not who signs in', () =>
  withApi(async (api) => {
    const id = await someMailbox(api);
    await api.parts.database.ask((db) =>
      db.query(
        `insert into server_message (mailbox_id, unique_id, size, refused_at)
         values ($1, 'a', 10, null), ($1, 'b', 10, null), ($1, 'c', 10, now())`,
        [id],
      ),
    );
    const operator = await api.as('operator');

    const { items } = await operator.get<{ items: Mailbox[] }>('/api/v1/mailboxes');

    expect(items).toEqual([
      expect.objectContaining({
        ...{ id, name: 'Algemeen', host: 'pop.example.nl', port: 995, protocol: 'pop3s', active: true, address: null },
        ...{ waiting: 2, refused: 1, tooLarge: 0, kept: 0, fetch: { state: 'none', nextAt: null, errorCode: null } },
      }),
    ]);
    expect(JSON.stringify(items)).not.toMatch(/post"|geheim/u);
    expect((await operator.fetch(`/api/v1/profiles/${id}`)).status).toBe(403);
    expect((await operator.fetch(`/api/v1/mailboxes/${randomUUID()}`)).status).toBe(404);
  }));

test('a mailbox is fetched from now on request, which is written down', () =>
  withApi(async (api) => {
    const id = await someMailbox(api);
    const operator = await api.as('operator');

    const answer = await operator.send('POST', `/api/v1/mailboxes/${id}/fetch`);

    expect(await answer.json()).toEqual({ state: 'begun' });
    expect(await steps(api)).toEqual([{ state: 'pending', due: true }]);
    const [note] = await api.parts.database.ask((db) => db.query('select actor, action, subject_id from audit_entry'));
    expect(note).toEqual({ actor: 'Sam (operator)', action: 'mailbox.fetched', subject_id: id });
  }));

test('a fetch that waits for later is hurried, and one that runs is left alone', () =>
  withApi(async (api) => {
    const id = await someMailbox(api);
    const operator = await api.as('operator');
    const fetchNow = async () => (await operator.send('POST', `/api/v1/mailboxes/${id}/fetch`)).json();
    await fetchNow();
    await api.parts.database.ask((db) => db.query(`update step set not_before = now() + interval '1 hour'`));

    expect(await fetchNow()).toEqual({ state: 'begun' });
    expect(await steps(api)).toEqual([
      { state: 'cancelled', due: false },
      { state: 'pending', due: true },
    ]);
    await api.parts.database.ask((db) =>
      db.query(
        `update step set state = 'running', token = gen_random_uuid(), claimed_until = now() + interval '1 hour'
          where state = 'pending'`,
      ),
    );
    expect(await fetchNow()).toEqual({ state: 'running' });
    expect(await operator.get<Mailbox>(`/api/v1/mailboxes/${id}`)).toMatchObject({ fetch: { state: 'running' } });
  }));

test('a mailbox that is switched off is not fetched', () =>
  withApi(async (api) => {
    const id = await someMailbox(api, { active: false });

    expect((await (await api.as('operator')).send('POST', `/api/v1/mailboxes/${id}/fetch`)).status).toBe(409);
    expect(await steps(api)).toEqual([]);
  }));
