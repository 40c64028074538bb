import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, testCertificates, until, withTemporaryFolder } from '@zaakpost/testing';
import { describe, expect, it } from 'vitest';
import { letter } from './client.ts';
import { ADDRESS, PLATFORM, withGround } from './ground.ts';

describe('swaks', () => {
  it('hands over by SMTP, within TLS, pipelined and by LMTP, and is told what it may not', () =>
    withTemporaryFolder((folder) =>
      withGround(async (ground) => {
        const lmtpPort = await freePort();
        const receiver = await ground.start({
          ...(await certificateIn(folder)),
          ...{ LMTP_PORT: String(lmtpPort), MAXIMUM_SIZE_MB: '1' },
        });
        const swaks = (...args: string[]) => runSwaks(folder, args.includes('LMTP') ? lmtpPort : ground.port, args);
        const mails = Array.from({ length: 6 }, (_, n) => letter(`swaks-${n}`));

        expect(await swaks(...to(ADDRESS, mails[0]))).toMatchObject({ code: 0 });
        const secure = await swaks('-tls', ...to(`LOKET@${PLATFORM}`, mails[1]));
        expect(secure.code).toBe(0);
        expect(secure.output).toMatch(/TLS started with cipher TLSv1\.[23]/u);
        expect(await swaks('--pipeline', '--from', '<>', ...to(ADDRESS, mails[2]))).toMatchObject({ code: 0 });
        expect(await swaks(...to('postmaster', mails[3]))).toMatchObject({ code: 0 });
        expect(await swaks('--protocol', 'SMTP', ...to(`loket+a@${PLATFORM}`, mails[4]))).toMatchObject({ code: 0 });
        const lmtp = ['--protocol', 'LMTP'];
        const two = await swaks(...lmtp, ...to(`${ADDRESS},postmaster@${PLATFORM},niemand@${PLATFORM}`, mails[5]));
        expect(two.output.match(/^<\S+ +250 2\.0\.0 The message /gmu)).toHaveLength(2);

        const unknown = await swaks(...to(`niemand@${PLATFORM}`, mails[0]));
        expect(unknown.output).toMatch(/550 5\.1\.1 /u);
        expect(unknown.code).toBe(24);
        const large = await swaks(...to(ADDRESS, letter('large', 1_200_000)));
        expect(large.output).toMatch(/552 5\.3\.4 /u);

        expect(await receiver.stop()).toBe(0);
        const rows = await ground.sql<{ to: string; from: string; tls: string | null; helo: string }>(
          `select delivered_to as "to", source ->> 'envelopeFrom' as "from", source -> 'tls' ->> 'version' as tls,
                  source ->> 'helo' as helo
             from inbound_message order by received_at, delivered_to`,
        );
        expect(rows.map((row) => row.to)).toEqual([
          ...[ADDRESS, ADDRESS, ADDRESS, `postmaster@${PLATFORM}`, ADDRESS, ADDRESS, `postmaster@${PLATFORM}`],
        ]);
        expect(rows[1]).toMatchObject({ tls: expect.stringMatching(/^TLSv1\.[23]$/u), helo: 'swaks.example' });
        expect(rows[2]).toMatchObject({ from: '', tls: null });
      }),
    ));

  it('that drops right after the final dot and sends again has one effect; what it sends after that is new', () =>
    withTemporaryFolder((folder) =>
      withGround(async (ground) => {
        const receiver = await ground.start();
        const mail = letter('lost-answer');
        const send = (...args: string[]) => runSwaks(folder, ground.port, [...args, ...to(ADDRESS, mail)]);
        const rows = () => ground.sql('select state, raw_sha256 from inbound_message order by received_at');

        await send('--drop-after-send', 'DOT');
        await until(async () => (await rows()).length === 1, { what: 'the first to be on record' });
        for (const _ of ['sent again', 'new']) expect(await send()).toMatchObject({ code: 0 });

        const all = await rows();
        expect(all.map(({ state }) => state)).toEqual(['received', 'duplicate', 'received']);
        expect(new Set(all.map((row) => row.raw_sha256)).size).toBe(1);
        expect(await receiver.stop()).toBe(0);
      }),
    ));
});

const to = (recipients: string, mail: Buffer | undefined) => ['--to', recipients, '--data', String(mail)];

async function certificateIn(folder: string): Promise<Record<string, string>> {
  const { server } = await testCertificates();
  const files = { TLS_CERT_FILE: join(folder, 'cert.pem'), TLS_KEY_FILE: join(folder, 'key.pem') };
  await writeFile(files.TLS_CERT_FILE, server.cert);
  await writeFile(files.TLS_KEY_FILE, server.key);
  return files;
}

const program = 'swaks';

/** Its exit code, and the dialogue as it shows it. */
async function runSwaks(folder: string, port: number, args: string[]): Promise<{ code: number; output: string }> {
  const data = args.indexOf('--data') + 1;
  const file = join(folder, 'mail.eml');
  await writeFile(file, args[data] ?? '');
  const usual = [
    '--server',
    '127.0.0.1',
    '--port',
    String(port),
    '--from',
    'jan@example.nl',
    '--helo',
    'swaks.example',
  ];
  const all = [...usual, ...args.toSpliced(data, 1, `@${file}`), '--suppress-data', '--timeout', '20'];
  return new Promise((resolve) => {
    execFile(program, all, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr });
    });
  });
}
