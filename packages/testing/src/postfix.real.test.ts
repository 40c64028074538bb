import { createTransport } from 'nodemailer';
import { expect, it } from 'vitest';
import { type Postfix, withPostfix } from './postfix.ts';

const users = { zaakpost: 'geheim' };
const envelope = { from: 'info@gemeente-voorbeeld.example', to: ['een@burger.example', 'twee@burger.example'] };
const raw = 'From: info@gemeente-voorbeeld.example\r\nSubject: Punt\r\n\r\n.\r\neinde\r\n';

function send({ port, ca }: Postfix, pass = users.zaakpost) {
  const auth = { user: 'zaakpost', pass };
  const transport = createTransport({ host: 'localhost', port, requireTLS: true, tls: { ca }, auth });
  return transport.sendMail({ envelope, raw });
}

it('takes mail after STARTTLS and a login and delivers it, its own bytes unchanged, to each recipient', async () => {
  await withPostfix({ users }, async (postfix) => {
    expect((await send(postfix)).response).toContain('250 2.0.0 Ok: queued as');

    const mails = await postfix.delivered.waitFor(2);
    expect(mails.flatMap(({ to }) => to).sort()).toEqual(envelope.to);
    expect(postfix.log()).toContain('sasl_username=zaakpost');
    for (const mail of mails) expect(mail.raw.toString().endsWith(raw)).toBe(true);
  });
});

it('refuses a wrong password and mail without a login', async () => {
  await withPostfix({ users }, async (postfix) => {
    await expect(send(postfix, 'fout')).rejects.toMatchObject({ responseCode: 535 });

    const anonymous = createTransport({ host: 'localhost', port: postfix.port, tls: { ca: postfix.ca } });
    await expect(anonymous.sendMail({ envelope, raw })).rejects.toMatchObject({ responseCode: 554 });
    expect(postfix.delivered.received).toEqual([]);
  });
});
