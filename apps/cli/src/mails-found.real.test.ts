import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { received, sent, withMigrated } from './records.fixture.ts';

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
