import { createTransport } from 'nodemailer';
import { expect, it } from 'vitest';
import { testCertificates } from './certificates.ts';
import { type SmtpSink, startSmtpSink, withSmtpSink } from './smtp-sink.ts';
import { withTemporaryFolder } from './temp-folder.ts';

const login = { user: 'zaakpost', password: 'geheim' };
const envelope = { from: 'info@gemeente-voorbeeld.example', to: ['een@burger.example', 'twee@burger.example'] };
const raw = 'Subject: Punt\r\n\r\n.\r\n..\r\n\xe9 einde\r\n';

async function send({ port }: SmtpSink, pass = login.password) {
  const { ca } = await testCertificates();
  const auth = { user: login.user, pass };
  const transport = createTransport({ host: 'localhost', port, requireTLS: true, tls: { ca }, auth });
  return transport.sendMail({ envelope, raw: Buffer.from(raw, 'latin1') });
}

it('keeps envelope and bytes of what was sent over TLS with a login', async () => {
  await withSmtpSink(
    async (sink) => {
      await send(sink);

      const [mail] = await sink.waitFor(1);
      expect(mail).toMatchObject({ ...envelope, tls: true });
      expect(mail?.raw.toString('latin1')).toBe(raw);
    },
    { login },
  );
});

it('refuses a wrong password, and the recipients it is told to', async () => {
  const refuse = (address: string) => (address.startsWith('een') ? { code: 550, text: '5.1.1 Unknown' } : undefined);
  await withSmtpSink(
    async (sink) => {
      await expect(send(sink, 'fout')).rejects.toMatchObject({ responseCode: 535 });
      expect((await send(sink)).rejected).toEqual(['een@burger.example']);
    },
    { login, refuse },
  );
});

it('has its mails again after a restart', async () => {
  await withTemporaryFolder(async (folder) => {
    await withSmtpSink(send, { folder, login });
    const again = await startSmtpSink({ folder, login });

    expect(again.received).toMatchObject([{ ...envelope, raw: Buffer.from(raw, 'latin1') }]);
    await again.stop();
  });
});
