import { randomUUID } from 'node:crypto';
import { step, verdictFrom } from '@zaakpost/domain';
import {
  type Database,
  inboundMessageStore,
  openDatabase,
  outboundMessageStore,
  profileDesk,
  secretBox,
  signIns,
  stepStore,
} from '@zaakpost/store';
import { withDatabase, withDovecot } from '@zaakpost/testing';
import { expect, test } from 'vitest';
import { type CommandLine, commandLine, MIGRATED } from './command-line.fixture.ts';

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

test('explain tells where a mail is, why, and its steps, without its content', async () => {
  await withMigrated(async (database, zaakpost) => {
    const id = await received(database);

    const { code, stdout } = await zaakpost(['explain', id]);

    expect(code).toBe(0);
    expect(stdout).toContain(`Mail ${id} came in by SMTP`);
    expect(stdout).toContain('Now: it waits for the scanners.');
    expect(stdout).toMatch(/ scan +pending /u);
    expect(stdout).toContain('It was handed over by 192.0.2.1.');
    expect(stdout).toMatch(/It waits for its turn at scan, not before 20\d\d-/u);
    expect(stdout).not.toContain('p.jansen');
    expect((await zaakpost(['explain', 'abababab'])).stdout).toBe(stdout);
    expect(await zaakpost(['explain', randomUUID()])).toMatchObject({ code: 1, stdout: '' });
  });
});

test('explain tells of a mail that goes out by its Message-ID, and lets one choose where several have a name', async () => {
  await withMigrated(async (database, zaakpost) => {
    const [came, went] = [await received(database), await sent(database, '<zp.1@gemeente.example>')];
    await database.ask((db) => db.query(`update inbound_message set message_id = '<both@gemeente.example>'`));

    expect((await zaakpost(['explain', 'zp.1@gemeente.example'])).stdout).toMatch(new RegExp(`^Mail ${went} is`, 'u'));
    expect((await zaakpost(['explain', went])).stdout).toMatch(new RegExp(`^Mail ${went} is`, 'u'));

    await database.ask((db) => db.query(`update outbound_message set message_id = '<both@gemeente.example>'`));
    const { code, stdout } = await zaakpost(['explain', '<both@gemeente.example>']);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^2 mails .*\n  ${came} .* now waits for scanning\n  ${went}  goes out`, 'u'));
  });
});

test('the ledger tells what came in, in words, as CSV and as JSON', async () => {
  await withMigrated(async (database, zaakpost) => {
    await received(database);

    const { code, stdout } = await zaakpost(['ledger']);

    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^loket@gemeente\.nl\n {2}\d{4}-\d\d-\d\d {2}1 stored, 0 at an end\n {4}waiting: 1 waits for scanning$/mu,
    );
    expect((await zaakpost(['ledger', '--csv'])).stdout).toContain('\nsmtp,loket@gemeente.nl,loket@gemeente.nl,');
    expect(JSON.parse((await zaakpost(['ledger', '--json'])).stdout).books).toHaveLength(1);
    expect((await zaakpost(['ledger', '--source', 'nergens'])).stdout).toMatch(/^Nothing came in from nergens/u);
    expect(await zaakpost(['ledger', '--from', '1 mei'])).toMatchObject({ code: 1, stdout: '' });
    expect(await zaakpost(['ledger', '--from', '2026-01-01', '--to', '2026-06-01'])).toMatchObject({ code: 1 });
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

async function quarantined(database: Database, why: 'spam' | 'virus'): Promise<string> {
  const id = await received(database);
  const [infected, spam] = [why === 'virus', why === 'spam'];
  const verdict = verdictFrom({
    sha256: 'ab'.repeat(32),
    virus: {
      ...{ outcome: infected ? 'infected' : 'clean', signature: infected ? 'Eicar' : null },
      ...{ scanner: 'clamd', testSignaturesOnly: true },
    },
    spam: { action: spam ? 'reject' : 'no action', score: 0, required: 15, symbols: [], degraded: false },
  });
  const headline = {
    subject: 'geheim',
    from: 'p.jansen',
    messageId: null,
    sentAt: null,
    attachments: 0,
    incomplete: false,
  };
  await database.transaction((tx) =>
    inboundMessageStore(database).quarantined(tx, id, {
      ...{ verdict, headline, decoded: { sha256: 'cd'.repeat(32), size: 2 }, parts: [] },
    }),
  );
  return id;
}

async function withMigrated(use: (database: Database, zaakpost: CommandLine) => Promise<void>): Promise<void> {
  await withDatabase(
    async ({ url }) => {
      const database = await openDatabase({ url });
      try {
        await use(database, commandLine(url));
      } finally {
        await database.close();
      }
    },
    { like: MIGRATED },
  );
}

async function received(database: Database): Promise<string> {
  const id = randomUUID();
  await stepStore(database).begin(async (tx) => {
    const envelope = { envelopeFrom: 'p.jansen@example.nl', recipient: 'loket@gemeente.nl', peer: '192.0.2.1' };
    await inboundMessageStore(database).received(tx, [
      {
        ...{ id, raw: { sha256: 'ab'.repeat(32), size: 12 }, deliveredTo: 'loket@gemeente.nl', sessionId: null },
        source: { kind: 'smtp', ...envelope },
      },
    ]);
    return [step('scan', 'inboundMessage', id)];
  });
  return id;
}

async function sent(database: Database, messageId: string): Promise<string> {
  const id = randomUUID();
  const store = outboundMessageStore(database);
  const content = { subject: 'Antwoord', text: 'x', html: null, sender: null, inReplyTo: null, attachments: [] };
  await database.transaction((tx) =>
    store.queued(tx, {
      ...{ id, caseId: null, content: { kind: 'testMail', ...content } },
      recipients: [{ role: 'to', address: 'jan@example.nl', name: '' }],
    }),
  );
  const bytes = { sha256: 'ef'.repeat(32), size: 10 };
  await database.transaction((tx) =>
    store.frozen(tx, id, {
      ...bytes,
      messageId,
      subject: 'Antwoord',
      sender: { name: '', address: 'info@gemeente.nl' },
    }),
  );
  return id;
}
