import { freePort, type RawSmtp, rawSmtp, until } from '@zaakpost/testing';
import { describe, expect, it } from 'vitest';
import { handOver, letter } from './client.ts';
import { ADDRESS, expectEachOnce, type Ground, PLATFORM, withGround } from './ground.ts';

const OTHER = `postmaster@${PLATFORM}`;

async function greeted(port: number, from?: { from: string }): Promise<RawSmtp> {
  const client = await rawSmtp(port, from);
  await client.reply();
  return client;
}

/** Says hello and names the recipients; gives the codes that they got. */
async function envelope(
  client: RawSmtp,
  recipients: readonly string[],
  hello = 'EHLO client.example',
): Promise<string[]> {
  await client.say(hello);
  await client.say('MAIL FROM:<jan@example.nl>');
  const codes = [];
  for (const recipient of recipients) codes.push((await client.say(`RCPT TO:<${recipient}>`)).slice(0, 3));
  return codes;
}

async function send(client: RawSmtp, mail: Buffer): Promise<string> {
  await client.say('DATA');
  client.send(mail);
  return client.say('.');
}

/** Has PostgreSQL refuse what is sent to this address. */
const refuseFor = (ground: Ground, address: string) =>
  ground.sql(`
    create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
    create trigger refused before insert on inbound_message
      for each row when (new.delivered_to = '${address}') execute function refuse();`);

const deliveredTo = async (ground: Ground) =>
  (await ground.sql('select delivered_to from inbound_message order by 1')).map((row) => row.delivered_to);

describe('a recipient whose mail cannot be taken', () => {
  it('has an answer of its own by LMTP; by SMTP none is taken', () =>
    withGround(async (ground) => {
      const lmtpPort = await freePort();
      await ground.start({ LMTP_PORT: String(lmtpPort) });
      await refuseFor(ground, OTHER);
      const [smtp, lmtp] = [await greeted(ground.port), await greeted(lmtpPort)];

      await envelope(smtp, [ADDRESS, OTHER]);
      expect(await send(smtp, letter('smtp'))).toMatch(/^451 4\.3\.0 /u);
      expect(await deliveredTo(ground)).toEqual([]);

      await envelope(lmtp, [OTHER, `loket@${PLATFORM}`, ADDRESS], 'LHLO client.example');
      expect(await send(lmtp, letter('lmtp'))).toMatch(/^451 4\.3\.0 /u);
      expect([await lmtp.reply(), await lmtp.reply()]).toEqual(Array(2).fill(expect.stringMatching(/^250 2\.0\.0 /u)));
      expect(await deliveredTo(ground)).toEqual([ADDRESS]);
      await Promise.all([smtp.close(), lmtp.close()]);
    }));

  it('does not fail the mails of others that are committed with it', () =>
    withGround(async (ground) => {
      await ground.start();
      await refuseFor(ground, OTHER);
      const clients = await Promise.all(Array.from({ length: 10 }, () => greeted(ground.port)));
      for (const [n, client] of clients.entries()) await envelope(client, [n % 5 === 0 ? OTHER : ADDRESS]);

      const answers = await Promise.all(clients.map((client, n) => send(client, letter(`together-${n}`))));

      expect(answers.map((answer) => answer.slice(0, 3))).toEqual(clients.map((_, n) => (n % 5 === 0 ? '451' : '250')));
      expect(await deliveredTo(ground)).toHaveLength(8);
      await Promise.all(clients.map((client) => client.close()));
    }));
});

it('a recipient that cannot be looked up is refused for now and not for good', () =>
  withGround(async (ground) => {
    await ground.start();
    const client = await greeted(ground.port);

    await ground.sql('alter table integration_profile rename to elsewhere');
    expect(await envelope(client, [ADDRESS, 'niemand@gemeente.nl'])).toEqual(['451', '451']);
    await ground.sql('alter table elsewhere rename to integration_profile');

    expect(await envelope(client, [ADDRESS, 'niemand@gemeente.nl'])).toEqual(['250', '550']);
    await client.close();
  }));

it('1,000 recipients all have the mail, each once, when the client comes back for those that were too many', () =>
  withGround(async (ground) => {
    await ground.sql(
      `insert into integration_profile (id, type, name, active, settings)
       select gen_random_uuid(), 'incomingMail', n::text, true,
              jsonb_build_object('interface', 'documentIntake', 'address', 'a' || n || '@gemeente.nl', 'mailAsPdf', false)
         from generate_series(1, 1000) n`,
    );
    await ground.start();
    const client = await greeted(ground.port);
    let left = Array.from({ length: 1_000 }, (_, n) => `a${n + 1}@gemeente.nl`);

    let rounds = 0;
    for (; left.length > 0 && rounds < 20; rounds += 1) {
      const codes = await envelope(client, left);
      expect(await send(client, letter('many'))).toMatch(/^250 /u);
      left = left.filter((_, n) => codes[n] === '452');
    }

    expect(rounds).toBe(10);
    expect(new Set(await deliveredTo(ground)).size).toBe(1_000);
    expect(await ground.sql('select id from inbound_message')).toHaveLength(1_000);
    await client.close();
  }));

describe('equal bytes', () => {
  it('are two mails when the client goes on after the first, in one connection or in two', () =>
    withGround(async (ground) => {
      const receiver = await ground.start();
      const mail = letter('twice');
      const client = await greeted(ground.port);

      for (const _ of [1, 2]) {
        await envelope(client, [ADDRESS]);
        expect(await send(client, mail)).toMatch(/^250 /u);
      }
      await client.say('QUIT');
      await client.close();
      await handOver(ground.port, mail);

      expect(await receiver.stop()).toBe(0);
      await expectEachOnce(ground, [mail, mail, mail]);
    }));

  it('for two addresses arrive at both, and are known at both when they come again', () =>
    withGround(async (ground) => {
      await ground.start();
      const mail = letter('both');
      const broken = await greeted(ground.port);
      await envelope(broken, [ADDRESS, OTHER, `LOKET@${PLATFORM}`]);
      await broken.say('DATA');
      broken.send(mail);
      broken.send('.\r\n');
      await until(async () => (await deliveredTo(ground)).length === 2, { what: 'both to be on record' });
      broken.cut();

      const again = await greeted(ground.port);
      await envelope(again, [OTHER, ADDRESS]);
      expect(await send(again, mail)).toMatch(/^250 /u);
      await again.close();

      const rows = await ground.sql(
        `select m.delivered_to, m.state, first.delivered_to as again_of
           from inbound_message m left join inbound_message first on first.id = m.duplicate_of
          order by m.state desc, 1`,
      );
      expect(rows).toEqual([
        { delivered_to: ADDRESS, state: 'received', again_of: null },
        { delivered_to: OTHER, state: 'received', again_of: null },
        { delivered_to: ADDRESS, state: 'duplicate', again_of: ADDRESS },
        { delivered_to: OTHER, state: 'duplicate', again_of: OTHER },
      ]);
    }));
});

it("a forwarder of the municipality's own may send bare line ends, which are kept; strangers may not", () =>
  withGround(async (ground) => {
    const receiver = await ground.start({ SMTP_TRUSTED_CLIENTS: '127.0.0.2,2001:db8::/32' });
    const mail = Buffer.from('Subject: regel\n\neinde\n.\nen\rmeer\n.\r\nslot\r\n');

    for (const [from, code] of [
      ['127.0.0.1', '550'],
      ['127.0.0.2', '250'],
    ] as const) {
      const client = await greeted(ground.port, { from });
      await envelope(client, [ADDRESS]);
      expect((await send(client, mail)).slice(0, 3)).toBe(code);
      await client.close();
    }

    expect(await receiver.stop()).toBe(0);
    await expectEachOnce(ground, [mail]);
  }));

it('what was taken and what was refused is counted, by reason and without a word of the client', () =>
  withGround(async (ground) => {
    const metricsPort = await freePort();
    await ground.start({ METRICS_PORT: String(metricsPort) });
    const client = await greeted(ground.port);
    await envelope(client, ['niemand@gemeente.nl', ADDRESS]);
    await send(client, letter('counted', 700));

    const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();

    expect(text).toContain('zaakpost_receiver_connections{app="receiver"} 1');
    expect(text).toContain('zaakpost_receiver_accepted_total{resent="no",app="receiver"} 1');
    expect(text).toMatch(/zaakpost_receiver_accepted_bytes_total\{app="receiver"\} 7\d\d\n/u);
    expect(text).toContain('zaakpost_receiver_refused_total{reason="unknown-recipient",app="receiver"} 1');
    expect(text).not.toMatch(/niemand|gemeente|client\.example/u);
    await client.close();
  }));
