import { until, withDovecot } from '@zaakpost/testing';
import { expect, test } from 'vitest';
import { type RunningApi, type Visit, withApi } from '../with-api.ts';

const users = { loket: 'zeer geheim' };

interface Answer {
  ok: boolean;
  steps: { step: string; code: string }[];
  mails: { count: number } | null;
}

const body = async (response: Response) => (await response.json()) as Answer;

/** A mailbox on record, and its settings with what is written there left out. */
function withMailbox(use: (it: RunningApi & { administrator: Visit; id: string; settings: object }) => Promise<void>) {
  return withDovecot({ users }, (dovecot) =>
    withApi(async (api) => {
      await dovecot.deliver('loket', 'Subject: 1\r\n\r\nx\r\n');
      const administrator = await api.as('administrator');
      const settings = {
        ...{ protocol: 'pop3s', host: dovecot.host, port: dovecot.pop3sPort, ca: dovecot.ca, userName: 'loket' },
      };
      const made = await administrator.send('POST', '/api/v1/profiles', {
        ...{ type: 'pop3Mailbox', name: 'Post', active: false },
        settings: { ...settings, password: users.loket },
      });
      const { id } = (await made.json()) as { id: string };
      await use({ ...api, administrator, id, settings });
    }),
  );
}

test('a mailbox on record is tried as it stands, switched off or not, and that is audited', () =>
  withMailbox(async ({ administrator, id }) => {
    const answer = await administrator.send('POST', `/api/v1/profiles/${id}/test`);

    expect(answer.status).toBe(200);
    expect(await body(answer)).toMatchObject({ ok: true, mails: { count: 1 } });
    const audit = await administrator.get<{ items: object[] }>('/api/v1/audit');
    expect(audit.items).toContainEqual(
      expect.objectContaining({ action: 'profile.tested', subjectId: id, details: { ok: true } }),
    );
  }));

test('settings are tried before they are written, with the password on record while the server is the same', () =>
  withMailbox(async ({ administrator, id, settings }) => {
    const tryThem = (more: object) =>
      administrator.send('POST', '/api/v1/profiles/test', { type: 'pop3Mailbox', ...more });

    expect(await body(await tryThem({ id, settings }))).toMatchObject({ ok: true });
    const wrong = await body(await tryThem({ id, settings: { ...settings, password: 'mis' } }));
    expect(wrong.steps).toContainEqual(expect.objectContaining({ step: 'login', code: 'login-refused' }));
    const elsewhere = await tryThem({ id, settings: { ...settings, host: 'evil.example' } });
    expect([elsewhere.status, await elsewhere.json()]).toMatchObject([
      400,
      { errors: [{ field: 'settings.password' }] },
    ]);
    expect((await tryThem({ settings })).status).toBe(400);
  }));

test('a mailbox that waits after refused logins is tried at once when somebody changes the profile', () =>
  withMailbox(async ({ administrator, id, settings, parts }) => {
    const waiting = () =>
      parts.database.ask((db) =>
        db.query(`select state, waits, not_before <= now() as due from step where about_id = $1 order by created_at`, [
          id,
        ]),
      );
    await parts.database.ask((db) =>
      db.query(
        `insert into step (id, stage, about_kind, about_id, waits, not_before)
         values (gen_random_uuid(), 'fetch-pop3', 'mailbox', $1, 9, now() + interval '6 hours')`,
        [id],
      ),
    );

    const form = { name: 'Post', active: true, settings };
    await administrator.send('PUT', `/api/v1/profiles/${id}`, form, { 'if-match': '"1"' });

    await until(async () => (await waiting()).length === 2, { what: 'a new step' });
    expect(await waiting()).toEqual([
      { state: 'cancelled', waits: 9, due: false },
      { state: 'pending', waits: 0, due: true },
    ]);
  }));
