import { createTransport } from 'nodemailer';
import { describe, expect, it } from 'vitest';
import { testCertificates } from './certificates.ts';
import { type FaultySmtp, withFaultySmtp } from './faulty-smtp.ts';
import type { SmtpPoint } from './faulty-smtp-session.ts';

const mail = 'Subject: Punt\r\n\r\n.\r\neinde\r\n';

async function send({ port }: FaultySmtp, raw = mail) {
  const { ca } = await testCertificates();
  const limits = { connectionTimeout: 1000, greetingTimeout: 200, socketTimeout: 300 };
  const auth = { user: 'zaakpost', pass: 'geheim' };
  const transport = createTransport({ host: 'localhost', port, requireTLS: true, tls: { ca }, auth, ...limits });
  return transport.sendMail({ envelope: { from: 'a@b.example', to: 'c@d.example' }, raw });
}

it('takes mail correctly when nothing is wrong', async () => {
  await withFaultySmtp(undefined, async (smtp) => {
    await send(smtp);

    expect(smtp.taken.map(String)).toEqual([mail]);
    expect(smtp.seen).toMatchObject([{ from: 'a@b.example', to: ['c@d.example'], tls: true }]);
  });
});

describe.each(['drop', 'reset', 'silence', 'cut', { reply: '451 4.3.0 Later' }] as const)('with %o', (how) => {
  const before: SmtpPoint[] = ['greeting', 'EHLO', 'STARTTLS', 'AUTH', 'MAIL', 'RCPT', 'DATA'];
  // A reply within the message is still followed by the rest of the message.
  const points: SmtpPoint[] = typeof how === 'object' ? before : [...before, 'message'];

  it.each(points)('at %s the mail was not taken', async (at) => {
    await withFaultySmtp({ at, how }, async (smtp) => {
      const large = `Subject: Groot\r\n\r\n${'zaak\r\n'.repeat(500_000)}`;
      await expect(send(smtp, large)).rejects.toThrow();
      expect(smtp.taken).toEqual([]);
    });
  });

  it('at the final dot the mail was taken though the client heard no success', async () => {
    await withFaultySmtp({ at: 'dot', how }, async (smtp) => {
      await expect(send(smtp)).rejects.toThrow();
      expect(smtp.taken.map(String)).toEqual([mail]);
    });
  });
});

it('fails only as many sessions as it is told to', async () => {
  await withFaultySmtp({ at: 'MAIL', how: 'drop', sessions: 1 }, async (smtp) => {
    await expect(send(smtp)).rejects.toThrow();
    await send(smtp);

    expect(smtp.taken).toHaveLength(1);
  });
});
