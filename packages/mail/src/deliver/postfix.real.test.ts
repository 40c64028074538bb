import { generateKeyPairSync } from 'node:crypto';
import { Readable } from 'node:stream';
import { type OutboundMessage, outgoingMailSettings } from '@zaakpost/domain';
import { until, withPostfix } from '@zaakpost/testing';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { expect, test } from 'vitest';
import { composer } from '../compose/composer.ts';
import { memoryBlobs } from '../memory-blobs.ts';
import { submission } from './submission.ts';

const message: OutboundMessage = {
  id: 'm',
  caseId: null,
  state: 'queued',
  content: {
    kind: 'caseMail',
    subject: 'Besluit over café “De Hoek”',
    text: 'Geachte lezer,\n\n.\n..\nFrom hier\n',
    html: '<p>Geachte lezer</p>',
    sender: null,
    attachments: [],
    inReplyTo: null,
  },
  recipients: [
    {
      id: 'd',
      outboundMessageId: 'm',
      role: 'to',
      address: 'jan@example.nl',
      name: 'Jan',
      state: 'queued',
      reply: null,
      settledAt: null,
    },
  ],
  frozen: null,
  errorCode: null,
  createdAt: new Date(0),
};

test('a signed mail goes through Postfix, keeps its signature, and many share five connections', async () => {
  await withPostfix({ users: { zaakpost: 'geheim' } }, async (postfix) => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const settings = outgoingMailSettings.parse({
      senderAddress: 'info@gemeente.example',
      senderName: 'Gemeente Voorbeeld',
      externalServer: {
        host: postfix.host,
        port: postfix.port,
        userName: 'zaakpost',
        password: 'geheim',
        ca: postfix.ca,
      },
      dkim: {
        domain: 'gemeente.example',
        selector: 'zp1',
        privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
      },
    });
    const { mime } = await composer({ blobs: memoryBlobs(), hostName: 'post.example' }).compose(message, {
      settings,
      case: null,
      subjectCode: false,
    });
    const by = submission({ hostName: 'post.example', allowPrivateHosts: true });
    const send = () =>
      by.deliver(
        { mime: () => Readable.from([mime]), size: mime.length, from: 'info@gemeente.example', to: 'jan@example.nl' },
        { settings, handingOver: async () => {}, signal: AbortSignal.timeout(150_000) },
      );

    const outcomes = await Promise.all(Array.from({ length: 12 }, send));
    await until(() => postfix.delivered.received.length === 12, { what: 'all to be delivered' });
    by.close();

    expect(outcomes.every(({ kind }) => kind === 'accepted')).toBe(true);
    const connections = postfix.log().match(/ connect from /gu)?.length ?? 0;
    // One more is the bracket's, which looks whether Postfix answers.
    expect(connections).toBeGreaterThan(1);
    expect(connections).toBeLessThanOrEqual(6);
    const raw = postfix.delivered.received[0]?.raw ?? Buffer.alloc(0);
    const txt = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
    const { results } = await dkimVerify(raw, { resolver: async () => [[txt]] });
    expect(results[0]).toMatchObject({ status: { result: 'pass' }, signingDomain: 'gemeente.example' });
  });
});

test('a wrong password is refused as a login and names no secret', async () => {
  await withPostfix({ users: { zaakpost: 'geheim' } }, async (postfix) => {
    const settings = outgoingMailSettings.parse({
      senderAddress: 'info@gemeente.example',
      senderName: 'Gemeente Voorbeeld',
      externalServer: { host: postfix.host, port: postfix.port, userName: 'zaakpost', password: 'mis', ca: postfix.ca },
    });
    const by = submission({ hostName: 'post.example', allowPrivateHosts: true });

    const delivery = by.deliver(
      {
        mime: () => Readable.from(['Subject: x\r\n\r\nx']),
        size: 20,
        from: 'info@gemeente.example',
        to: 'jan@example.nl',
      },
      { settings, handingOver: async () => {}, signal: AbortSignal.timeout(150_000) },
    );

    await expect(delivery).rejects.toMatchObject({ code: 'smtp-login-refused', scope: 'thing' });
  });
});
