import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { folderBlobs } from '@zaakpost/blobs';
import { readReceiverConfig } from '@zaakpost/config';
import { migrateQueues } from '@zaakpost/queue';
import { blobLedger, openDatabase } from '@zaakpost/store';
import { createLog } from '@zaakpost/telemetry';
import { testCertificates, until, withDatabase, withTemporaryFolder } from '@zaakpost/testing';
import { createTransport } from 'nodemailer';
import { expect, test } from 'vitest';
import { startReceiver } from './start.ts';

const mail = Buffer.from(
  'From: p.jansen@example.nl\r\nTo: loket@gemeente.nl\r\nSubject: Vraag\r\n\r\n.punt\r\n..twee\r\n\xe9\r\n',
  'latin1',
);
const envelope = { from: 'p.jansen@example.nl', to: ['loket@gemeente.nl'] };

test('what is answered 250 is on record with its bytes, its envelope and a scan step', async () => {
  await withReceiver({}, async ({ port, records, blobOf }) => {
    const [answer] = await deliver(port, { to: ['Loket@gemeente.nl'] });

    expect(answer).toMatch(/^250/u);
    const [row] = await records(
      `select m.*, s.stage, s.state as step_state from inbound_message m join step s on s.about_id = m.id`,
    );
    expect(row).toMatchObject({
      state: 'received',
      delivered_to: 'loket@gemeente.nl',
      raw_size: mail.length,
      source: {
        kind: 'smtp',
        envelopeFrom: 'p.jansen@example.nl',
        recipient: 'Loket@gemeente.nl',
        peer: '127.0.0.1',
        helo: expect.any(String),
        tls: null,
        trusted: false,
      },
      stage: 'scan',
      step_state: 'pending',
    });
    expect(await blobOf(row)).toEqual(mail);
  });
});

test('a mail for two of our addresses is two messages, for an address and its alias it is one', async () => {
  await withReceiver({ PLATFORM_DOMAIN: 'zp.test' }, async ({ port, records }) => {
    await deliver(port, { to: ['loket@gemeente.nl', 'bezwaar@gemeente.nl', 'loket@zp.test'] });

    const rows = await records('select delivered_to from inbound_message order by 1');
    expect(rows.map((row) => row.delivered_to)).toEqual(['bezwaar@gemeente.nl', 'loket@gemeente.nl']);
  });
});

test('an unknown recipient is refused at RCPT, the known one beside it is not', async () => {
  await withReceiver({}, async ({ port, records }) => {
    const refused = deliver(port, { to: ['niemand@gemeente.nl'] });
    await expect(refused).rejects.toMatchObject({ responseCode: 550, command: 'RCPT TO' });

    await deliver(port, { to: ['niemand@gemeente.nl', 'loket@gemeente.nl'] });
    expect(await records('select delivered_to from inbound_message')).toEqual([{ delivered_to: 'loket@gemeente.nl' }]);
  });
});

test('the size is announced, and a mail above it is refused and leaves nothing on record', async () => {
  await withReceiver({ MAXIMUM_SIZE_MB: '1' }, async ({ port, records, converse }) => {
    const large = Buffer.concat([mail, Buffer.alloc(1_100_000, 'regel\r\n')]);

    expect(await converse(['EHLO client'])).toMatch(/^250[- ]SIZE 1048576\r$/mu);
    await expect(deliver(port, { raw: large })).rejects.toMatchObject({ responseCode: 552 });
    expect(await liar(port, large)).toMatch(/^552 /mu);
    expect(await records('select id from inbound_message')).toEqual([]);
  });
});

test('STARTTLS is offered where a certificate is configured, with a renewed one from then on, and not elsewhere', async () => {
  await withTemporaryFolder(async (folder) => {
    const { server, wrongHost, ca } = await testCertificates();
    const files = { TLS_CERT_FILE: join(folder, 'cert.pem'), TLS_KEY_FILE: join(folder, 'key.pem') };
    await writeFile(files.TLS_CERT_FILE, server.cert);
    await writeFile(files.TLS_KEY_FILE, server.key);

    await withReceiver(files, async ({ port }) => {
      const [answer] = await deliver(port, { requireTLS: true, tls: { ca, servername: 'localhost' } });
      expect(answer).toMatch(/^250/u);

      await writeFile(files.TLS_CERT_FILE, wrongHost.cert);
      await writeFile(files.TLS_KEY_FILE, wrongHost.key);
      const renewed = () => deliver(port, { requireTLS: true, tls: { ca, servername: 'elders.example' } });
      await until(() => renewed().catch(() => null), { what: 'the renewed certificate to be taken up' });
    });
  });
  await withReceiver({}, async ({ converse }) => {
    expect(await converse(['EHLO client'])).not.toMatch(/STARTTLS|AUTH/u);
  });
});

test('a fault of ours is answered 451, and the same mail is taken when it is mended', async () => {
  await withReceiver({}, async ({ port, records }) => {
    await records('alter table inbound_message rename to elsewhere');
    await expect(deliver(port, {})).rejects.toMatchObject({ responseCode: 451 });

    await records('alter table elsewhere rename to inbound_message');
    await deliver(port, {});
    expect(await records('select id from inbound_message')).toHaveLength(1);
  });
});

test('a sender that goes away in the middle of a mail leaves nothing on record', async () => {
  await withReceiver({}, async ({ port, records }) => {
    const socket = connect(port, '127.0.0.1');
    const lines = ['EHLO client', 'MAIL FROM:<a@example.nl>', 'RCPT TO:<loket@gemeente.nl>', 'DATA'];
    await spoken(socket, lines);
    socket.write('Subject: half\r\n\r\nhalf');
    socket.destroy();
    await once(socket, 'close');

    await deliver(port, {});
    expect(await records('select id from inbound_message')).toHaveLength(1);
  });
});

test('LMTP answers for each recipient by the same rules', async () => {
  await withReceiver({ LMTP_PORT: '0' }, async ({ lmtpPort, records }) => {
    const socket = connect(lmtpPort, '127.0.0.1');
    const recipients = ['loket@gemeente.nl', 'niemand@gemeente.nl', 'bezwaar@gemeente.nl'];
    const lines = ['LHLO client', 'MAIL FROM:<>', ...recipients.map((to) => `RCPT TO:<${to}>`), 'DATA'];
    expect(await spoken(socket, lines)).toMatch(/^550 /mu);

    socket.write(`${mail.toString('latin1').replace(/^\./gmu, '..')}.\r\n`, 'latin1');
    const answers = await heard(socket, /250[^\n]*\r\n250[^\n]*\r\n/u);
    socket.destroy();

    expect(answers.match(/^250 /gmu)).toHaveLength(2);
    expect(await records(`select source ->> 'envelopeFrom' as path from inbound_message`)).toEqual([
      { path: '' },
      { path: '' },
    ]);
  });
});

interface House {
  port: number;
  lmtpPort: number;
  records: (sql: string) => Promise<Record<string, unknown>[]>;
  blobOf: (row: Record<string, unknown> | undefined) => Promise<Buffer>;
  converse: (lines: string[]) => Promise<string>;
}

async function withReceiver(env: Record<string, string>, use: (house: House) => Promise<void>): Promise<void> {
  await withDatabase(({ url }) =>
    withTemporaryFolder(async (folder) => {
      const database = await openDatabase({ url });
      await database.migrate();
      await migrateQueues({ backend: 'postgres', url });
      const records = (sql: string) => database.ask((manager) => manager.query(sql));
      for (const address of ['loket@gemeente.nl', 'bezwaar@gemeente.nl']) await records(profileFor(address));
      const config = readReceiverConfig({
        ...{ DATABASE_URL: url, QUEUE_BACKEND: 'postgres', BLOB_DIR: folder, SMTP_PORT: '0', GRACE_SECONDS: '0' },
        ...env,
      });
      const receiver = await startReceiver(config, createLog({ app: 'receiver', level: 'silent' }), {
        certificatesEvery: 50,
      });
      const [port = 0, lmtpPort = 0] = receiver.ports;
      const blobs = folderBlobs({ dir: folder, ledger: blobLedger(database) });
      try {
        await use({
          ...{ port, lmtpPort, records },
          blobOf: async (row) => (await blobs).read({ sha256: String(row?.raw_sha256), size: Number(row?.raw_size) }),
          async converse(lines) {
            const socket = connect(port, '127.0.0.1');
            const answers = await spoken(socket, lines);
            socket.destroy();
            return answers;
          },
        });
      } finally {
        await receiver.stop();
        await database.close();
      }
    }),
  );
}

const profileFor = (address: string) =>
  `insert into integration_profile (id, type, name, active, settings)
   values (gen_random_uuid(), 'incomingMail', '${address}', true,
           '{"interface": "documentIntake", "address": "${address}", "mailAsPdf": false}')`;

interface Sending {
  to?: string[];
  raw?: Buffer;
  requireTLS?: boolean;
  tls?: object;
}

/** Sends by nodemailer; answers the server's last replies. */
async function deliver(port: number, { to = envelope.to, raw = mail, ...more }: Sending): Promise<string[]> {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: !more.requireTLS, ...more });
  const { response } = await transport.sendMail({ envelope: { ...envelope, to }, raw });
  transport.close();
  return [response];
}

/** Tells a SIZE that is not true, and sends more. */
async function liar(port: number, raw: Buffer): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const lines = ['EHLO client', 'MAIL FROM:<a@example.nl> SIZE=10', 'RCPT TO:<loket@gemeente.nl>', 'DATA'];
  await spoken(socket, lines);
  socket.write(raw);
  socket.write('\r\n.\r\n');
  const answer = await heard(socket, /\r\n/u);
  socket.destroy();
  return answer;
}

/** Says each line when the one before it was answered; returns all answers. */
async function spoken(socket: ReturnType<typeof connect>, lines: string[]): Promise<string> {
  let answers = await heard(socket, /\r\n/u);
  for (const line of lines) {
    socket.write(`${line}\r\n`);
    answers += await heard(socket, /^\d{3} [^\n]*\r\n/mu);
  }
  return answers;
}

async function heard(socket: ReturnType<typeof connect>, pattern: RegExp): Promise<string> {
  let text = '';
  while (!pattern.test(text)) {
    const [chunk] = (await once(socket, 'data', { signal: AbortSignal.timeout(150_000) })) as [Buffer];
    text += chunk.toString('latin1');
  }
  return text;
}
