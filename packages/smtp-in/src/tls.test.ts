import { once } from 'node:events';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { testCertificates, until } from '@zaakpost/testing';
import { expect, it } from 'vitest';
import { withServer } from './serving.ts';

const { server: keyPair, ca } = await testCertificates();

it('STARTTLS is offered until it is there, and what was said before it does not count', () =>
  withServer({ keyPair }, async ({ greeted, mails }) => {
    const client = await greeted();
    expect(client.heard).toMatch(/^250 STARTTLS\r$/mu);
    await client.say('MAIL FROM:<a@b.nl>');
    await client.say('RCPT TO:<a@b.nl>');

    expect(await client.say('STARTTLS')).toMatch(/^220 /u);
    await client.secure({ ca });

    expect(await client.say('MAIL FROM:<a@b.nl>')).toMatch(/^503 5\.5\.1 Say hello first/u);
    expect(await client.say('EHLO within')).not.toContain('STARTTLS');
    expect(await client.say('DATA')).toMatch(/^503 /u);
    expect(await client.say('STARTTLS')).toMatch(/^503 /u);
    for (const line of ['MAIL FROM:<c@d.nl>', 'RCPT TO:<a@b.nl>', 'DATA']) await client.say(line);
    expect(await client.say('x\r\n.')).toMatch(/^250 /u);
    expect(mails).toMatchObject([
      {
        mail: {
          envelopeFrom: 'c@d.nl',
          client: { helo: 'within', tls: { version: 'TLSv1.3', cipher: expect.stringMatching(/^TLS_/u) } },
        },
      },
    ]);
  }));

it.each(['STARTTLS\r\nMAIL FROM:<evil@b.nl>\r\n', 'STARTTLS\r\nE'])('%j ends the connection before TLS', (sent) =>
  withServer({ keyPair }, async ({ greeted }) => {
    const client = await greeted();

    client.send(sent);

    expect(await client.rest()).toMatch(/^554 5\.5\.0 [^\n]*\n$/u);
  }),
);

it('what somebody slips in behind the consent makes the handshake fail, and is no command', () =>
  withServer({ keyPair }, async ({ greeted, refused, mails }) => {
    const client = await greeted();
    await client.say('STARTTLS');

    client.send('MAIL FROM:<evil@b.nl>\r\nRCPT TO:<a@b.nl>\r\nDATA\r\nevil\r\n.\r\n');
    await client.rest();

    expect(refused).toEqual(['tls-failed']);
    expect(mails).toEqual([]);
  }));

it('a handshake that does not end is given up', () =>
  withServer({ keyPair, limits: { command: 200 } }, async ({ greeted, refused, server }) => {
    const client = await greeted();
    await client.say('STARTTLS');

    expect(await client.rest()).toBe('');

    expect(refused).toEqual(['tls-failed']);
    await until(() => server.connections === 0, { what: 'the connection to end' });
  }));

it.each([
  ['TLSv1', false],
  ['TLSv1.1', false],
  ['TLSv1.2', true],
  ['TLSv1.3', true],
] as const)('%s is spoken: %s', (version, spoken) =>
  withServer({ keyPair }, async ({ server }) => {
    const tls = await starttls(server.port, {
      minVersion: version,
      maxVersion: version,
      ciphers: 'DEFAULT@SECLEVEL=0',
    });

    expect(tls?.getProtocol()).toBe(spoken ? version : undefined);
    tls?.destroy();
  }),
);

it('a renewed certificate is shown from then on; one that does not fit its key is not taken up', () =>
  withServer({ keyPair }, async ({ server }) => {
    const other = (await testCertificates()).wrongHost;
    const shown = async () => {
      const tls = await starttls(server.port, {});
      const subject = tls?.getPeerCertificate().subjectaltname;
      tls?.destroy();
      return subject;
    };
    const before = await shown();

    expect(() => server.renew({ cert: other.cert, key: keyPair.key })).toThrow();
    expect(await shown()).toBe(before);

    server.renew(other);
    expect(await shown()).not.toBe(before);
  }));

async function starttls(port: number, options: object): Promise<TLSSocket | undefined> {
  const { connect } = await import('node:net');
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'data');
  socket.write('EHLO c\r\n');
  await once(socket, 'data');
  socket.write('STARTTLS\r\n');
  await once(socket, 'data');
  const tls = connectTls({ socket, ca, checkServerIdentity: () => undefined, ...options });
  return await once(tls, 'secureConnect').then(
    () => tls,
    () => undefined,
  );
}
