import { randomUUID } from 'node:crypto';
import { profileDesk, secretBox, signIns } from '@zaakpost/store';
import { withDatabase, withDovecot } from '@zaakpost/testing';
import { expect, test } from 'vitest';
import { commandLine } from './command-line.fixture.ts';
import { quarantined, received, withMigrated } from './records.fixture.ts';

const secretKey = { id: 'k1', key: Buffer.alloc(32, 3) };

test('migrate makes a database ready, and again changes nothing', async () => {
  await withDatabase(async ({ url }) => {
    const zaakpost = commandLine(url);

    expect(await zaakpost(['users', 'list'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('zaakpost migrate'),
    });
    expect(await zaakpost(['migrate'])).toMatchObject({ code: 0 });
    expect(await zaakpost(['migrate'])).toMatchObject({ code: 0 });
    expect(await zaakpost(['users', 'list'])).toMatchObject({ code: 0, stdout: '' });
    expect((await zaakpost(['mailboxes', 'list'])).stdout).toBe('No mailbox is set up.\n');
    expect((await zaakpost(['quarantine', 'list'])).stdout).toBe('Nothing is in quarantine.\n');
  });
});

test('users are added, listed and given passwords with which they can sign in', async () => {
  await withMigrated(async (database, zaakpost) => {
    const added = await zaakpost(['users', 'add', 'P.Jansen', '--role', 'caseWorker', '--name', 'Piet Jansen']);
    const first = /^Password: (.*)$/mu.exec(added.stdout)?.[1] ?? '';
    const accounts = signIns(database, { hours: 1 });
    expect(await accounts.signIn('p.jansen', first)).toMatchObject({ user: { role: 'caseWorker' } });

    expect(await zaakpost(['users', 'add', 'p.jansen', '--role', 'operator'])).toMatchObject({ code: 1 });
    expect((await zaakpost(['users', 'list'])).stdout).toMatch(/^P\.Jansen +caseWorker +Piet Jansen$/mu);

    await zaakpost(['users', 'password', 'p.jansen', '--password-stdin'], 'een heel lang wachtwoord\n');
    expect(await accounts.signIn('p.jansen', first)).toBeNull();
    expect(await accounts.signIn('p.jansen', 'een heel lang wachtwoord')).not.toBeNull();
    expect(await zaakpost(['users', 'password', 'p.jansen', '--password-stdin'], 'kort')).toMatchObject({ code: 1 });
  });
});

test('replay makes a new step of one that is over, and says who did it and why in the audit', async () => {
  await withMigrated(async (database, zaakpost) => {
    await received(database);
    const [{ id }] = await database.ask((db) => db.query('select id from step'));

    expect((await zaakpost(['replay', 'geen-id', '--reason', 'te vroeg'])).stderr).toMatch(/^A step goes by its id/u);
    expect(await zaakpost(['replay', id, '--reason', 'te vroeg'])).toMatchObject({ code: 1 });
    await database.ask((db) =>
      db.query(`update step set state = 'failed', finished_at = now(), error_code = 'clamd-away'`),
    );
    expect(await zaakpost(['replay', id, '--reason', 'clamd is terug'])).toMatchObject({ code: 0 });

    const found = await database.ask((db) =>
      db.query('select state, replay_of from step order by created_at desc limit 1'),
    );
    expect(found).toEqual([{ state: 'pending', replay_of: id }]);
    const [note] = await database.ask((db) => db.query('select actor, action, details from audit_entry'));
    expect(note).toMatchObject({ action: 'step.replayed', details: { reason: 'clamd is terug' } });
    expect(note.actor).toMatch(/\(command line\)$/u);
  });
});

test('mailboxes are listed with their health and tried step by step', async () => {
  await withDovecot({ users: { loket: 'zeer geheim' } }, (dovecot) =>
    withMigrated(async (database, zaakpost) => {
      const id = randomUUID();
      const desk = profileDesk(database, { secrets: secretBox([secretKey]) });
      const settings = {
        ...{ protocol: 'pop3s', host: dovecot.host, port: dovecot.pop3sPort, ca: dovecot.ca },
        ...{ userName: 'loket', password: 'zeer geheim' },
      };
      const form = { id, type: 'pop3Mailbox', name: 'Loket', active: true, settings } as const;
      await database.transaction((tx) => desk.add(tx, form));

      expect((await zaakpost(['mailboxes', 'list'])).stdout).toMatch(new RegExp(`^${id} +Loket +not fetched yet`, 'u'));
      const tried = await zaakpost(['mailboxes', 'test', 'loket']);
      expect([tried.code, tried.stdout]).toEqual([0, expect.stringMatching(/^login +ok /mu)]);
      expect(tried.stdout).not.toContain('geheim');
      await dovecot.kill();
      expect(await zaakpost(['mailboxes', 'test', id])).toMatchObject({
        code: 1,
        stdout: expect.stringMatching(/^connect +unreachable /mu),
      });
      expect(await zaakpost(['mailboxes', 'test', 'nergens'])).toMatchObject({ code: 1, stdout: '' });
      const notes = await database.ask((db) => db.query('select action, details from audit_entry order by at'));
      expect(notes).toMatchObject([{ action: 'profile.tested', details: { ok: true } }, { details: { ok: false } }]);
    }),
  );
});

test('quarantine lists, releases and deletes mail without telling its content, and hold keeps it', async () => {
  await withMigrated(async (database, zaakpost) => {
    const [spam, infected] = [await quarantined(database, 'spam'), await quarantined(database, 'virus')];
    for (const [id, at] of Object.entries({ [spam]: '2026-06-30T21:59:59Z', [infected]: '2026-07-01T10:00:00Z' })) {
      await database.ask((db) => db.query('update inbound_message set quarantined_at = $2 where id = $1', [id, at]));
    }

    expect(await zaakpost(['quarantine', 'list', '--limit', 'many'])).toMatchObject({ code: 1, stdout: '' });
    const { stdout } = await zaakpost(['quarantine', 'list']);
    expect(stdout.trim().split('\n')).toEqual([
      `${infected}  2026-07-01 12:00:00  virus           infected mail: Eicar`,
      `${spam}  2026-06-30 23:59:59  spam            spam`,
    ]);

    const why = ['--reason', 'echte mail'];
    const both = await zaakpost(['quarantine', 'release', spam, infected, ...why]);
    expect([both.code, both.stdout]).toEqual([
      1,
      expect.stringMatching(/^\S+ {2}done\n\S+ {2}unconfirmed: .*--infected-too/u),
    ]);
    expect(both.stdout).toMatch(new RegExp(`^${spam} .*\n${infected} `, 'u'));
    expect(await zaakpost(['quarantine', 'delete', infected, ...why])).toMatchObject({ code: 0 });
    expect(await zaakpost(['quarantine', 'delete', 'geen-id', ...why])).toMatchObject({ code: 1, stdout: '' });
    expect(await zaakpost(['hold', infected, ...why])).toMatchObject({ code: 0, stdout: 'It is held.\n' });
    expect(await zaakpost(['hold', '9999', ...why])).toMatchObject({ code: 1 });

    const rows = await database.ask((db) =>
      db.query('select id, state, legal_hold as held from inbound_message order by received_at'),
    );
    expect(rows).toEqual([
      { id: spam, state: 'received', held: false },
      { id: infected, state: 'deleted', held: true },
    ]);
    const notes = await database.ask((db) => db.query('select actor, action from audit_entry order by at'));
    expect(notes.map(({ action }: { action: string }) => action)).toEqual([
      ...['mail.released', 'mail.deleted', 'legalHold.set'],
    ]);
  });
});
