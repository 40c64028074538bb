import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Postfix, until, withPostfix } from '@zaakpost/testing';
import { createTransport } from 'nodemailer';
import { expect, test } from 'vitest';
import { letter } from './client.ts';
import { ADDRESS, type Ground, PLATFORM, withGround } from './ground.ts';

const users = { gemeente: 'een-wachtwoord' };

/** What docs/receiving.md tells the administrators of a Postfix to set. */
const forwardingTo = (port: number) => ({
  virtual_alias_domains: 'gemeente.nl',
  virtual_alias_maps: `inline:{ ${ADDRESS}=loket@${PLATFORM} }`,
  default_transport: `smtp:[127.0.0.1]:${port}`,
  smtp_tls_security_level: 'may',
});

test('a Postfix that forwards keeps its mail while we are down, dying or broken, and all of it arrives once', () =>
  withGround((ground) =>
    withPostfix({ users, settings: forwardingTo(ground.port) }, async (postfix) => {
      const mails: Buffer[] = [];
      const submit = async (name: string) => {
        const mail = letter(name);
        mails.push(mail);
        await submitted(postfix, mail);
      };

      await submit('while-down');
      for (const point of ['read', 'stored', 'committed']) {
        await submit(`dies-at-${point}`);
        const doomed = await ground.start({ FAIL_POINT: `receiver:${point}` });
        await until(() => doomed.gone, { what: `the receiver to die at ${point}` });
      }
      const receiver = await ground.start({ SMTP_TRUSTED_CLIENTS: '127.0.0.0/8' });
      await ground.sql('alter table inbound_message rename to elsewhere');
      await submit('while-broken');
      await until(() => receiver.log().includes('could not be taken'), { what: 'a 451' });
      await ground.sql('alter table elsewhere rename to inbound_message');

      await until(async () => (await firsts(ground)).length >= mails.length, {
        what: 'all to arrive',
        deadline: 120_000,
        every: 250,
      });
      expect(await receiver.stop()).toBe(0);
      const arrived = await Promise.all((await firsts(ground)).map(({ sha }) => blobOf(ground, sha)));
      expect(arrived.map(subjectOf).sort()).toEqual(mails.map(subjectOf).sort());
      for (const mail of mails) expect(arrived.some((one) => one.subarray(-mail.length).equals(mail))).toBe(true);
      const [last] = await ground.sql(
        `select delivered_to, source from inbound_message where source ->> 'trusted' = 'true' order by received_at limit 1`,
      );
      expect(last).toMatchObject({
        delivered_to: ADDRESS,
        source: { envelopeFrom: 'jan@example.nl', recipient: `loket@${PLATFORM}`, peer: '127.0.0.1', trusted: true },
      });
    }),
  ));

async function submitted({ port, ca }: Postfix, raw: Buffer): Promise<void> {
  const auth = { user: 'gemeente', pass: users.gemeente };
  const transport = createTransport({ host: 'localhost', port, requireTLS: true, tls: { ca }, auth });
  await transport.sendMail({ envelope: { from: 'jan@example.nl', to: [ADDRESS] }, raw });
  transport.close();
}

const firsts = (ground: Ground) =>
  ground
    .sql<{ sha: string }>('select raw_sha256 as sha from inbound_message where duplicate_of is null')
    .catch(() => []);

const blobOf = ({ blobFolder }: Ground, sha: string) =>
  readFile(join(blobFolder, sha.slice(0, 2), sha.slice(2, 3), sha));

const subjectOf = (mail: Buffer) => /^Subject: (.*)\r$/mu.exec(mail.toString())?.[1];
