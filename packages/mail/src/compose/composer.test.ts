import { generateKeyPairSync } from 'node:crypto';
import {
  type Case,
  type OutboundContent,
  type OutboundMessage,
  outgoingMailSettings,
  type RecipientRole,
} from '@zaakpost/domain';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { simpleParser } from 'mailparser';
import { expect, test } from 'vitest';
import { memoryBlobs } from '../memory-blobs.ts';
import { composer } from './composer.ts';

const settings = outgoingMailSettings.parse({
  senderAddress: 'info@gemeente.example',
  senderName: 'Gemeente Voorbeeld',
  subjectPrefix: 'Voorbeeld',
});

const aCase: Case = {
  id: 'c',
  number: 1458,
  caseTypeId: 't',
  subject: 'Kapvergunning',
  status: 'open',
  mailCode: 'ae34dc',
  parties: [],
  attributes: {},
  registeredAt: new Date(0),
  targetDate: null,
  resolvedAt: null,
};

const recipient = (role: RecipientRole, address: string, name = '') => ({
  id: address,
  outboundMessageId: 'm',
  role,
  address,
  name,
  state: 'queued' as const,
  reply: null,
  settledAt: null,
});

function message(
  content: Partial<OutboundContent> = {},
  recipients = [recipient('to', 'jan@example.nl', 'Jan')],
): OutboundMessage {
  return {
    id: 'm',
    caseId: 'c',
    state: 'queued',
    content: {
      kind: 'caseMail',
      subject: 'Uw aanvraag',
      text: 'Beste Jan',
      html: null,
      sender: null,
      attachments: [],
      inReplyTo: null,
      ...content,
    },
    recipients,
    frozen: null,
    errorCode: null,
    createdAt: new Date(0),
  };
}

const blobs = memoryBlobs();
const compose = (of: OutboundMessage, over: Partial<typeof settings> = {}) =>
  composer({ blobs, hostName: 'post.example', now: () => new Date('2026-11-23T13:05:00Z') }).compose(of, {
    settings: { ...settings, ...over },
    case: aCase,
    subjectCode: true,
  });

test('a case mail carries the code, its sender, a Message-ID of ours and both texts', async () => {
  const composed = await compose(message({ html: '<p>Beste Jan</p>', inReplyTo: '<vraag@example.nl>' }));

  const read = await simpleParser(composed.mime);
  expect(composed.subject).toBe('[Voorbeeld 1458-ae34dc] Uw aanvraag');
  expect(read.subject).toBe(composed.subject);
  expect(read.from?.value).toEqual([{ name: 'Gemeente Voorbeeld', address: 'info@gemeente.example' }]);
  expect(composed.messageId).toMatch(/^<[0-9a-f-]{36}@post\.example>$/u);
  expect(read.messageId).toBe(composed.messageId);
  expect(read).toMatchObject({ inReplyTo: '<vraag@example.nl>', text: 'Beste Jan', html: '<p>Beste Jan</p>' });
  expect(read.date).toEqual(new Date('2026-11-23T13:05:00Z'));
});

test('a hidden recipient is nowhere in the bytes', async () => {
  const { mime } = await compose(
    message({}, [recipient('cc', 'piet@example.nl'), recipient('bcc', 'geheim@example.nl')]),
  );

  expect(mime.toString()).toContain('Cc: piet@example.nl');
  expect(mime.toString()).not.toMatch(/geheim|^bcc/imu);
});

test.each([
  'b@b.nl\r\nBcc: evil@e.nl',
  'a@b.nl, c@d.nl',
  '"a b"@c.nl',
  'a(comment)@b.nl',
  '<a@b.nl>',
  'a@b.nl>',
  'a',
  '@b.nl',
  'a@[127.0.0.1]',
  'a@b..nl',
  'a@-b.nl',
  'a\0@b.nl',
])('the address %j is refused before anything is composed', async (address) => {
  await expect(compose(message({}, [recipient('bcc', address)]))).rejects.toMatchObject({ code: 'address-invalid' });
});

test('an international domain is written in ASCII', async () => {
  const { mime } = await compose(message({}, [recipient('to', 'jan@münchen.example')]));

  expect(mime.toString()).toContain('jan@xn--mnchen-3ya.example');
});

test('line ends in names and subject never reach the header', async () => {
  const { mime } = await compose(
    message({ subject: 'a\r\nBcc: evil@e.nl', sender: { name: 'x\r\nX-Evil: 1', address: 'a@b.nl' } }),
  );

  expect(mime.toString()).not.toMatch(/^(?:bcc|x-evil):/imu);
});

test('an acknowledgement says that a machine wrote it', async () => {
  const { mime } = await compose(message({ kind: 'acknowledgement' }));

  expect(mime.toString()).toContain('Auto-Submitted: auto-replied\r\n');
});

test('attachments come from the blob store, byte for byte', async () => {
  const bytes = Buffer.from(Array.from({ length: 1_000 }, (_, n) => n % 256));
  const attachment = { ...blobs.keep(bytes), filename: '../besluit.pdf', contentType: 'application/pdf' };

  const { mime } = await compose(message({ attachments: [attachment] }));

  const [read] = (await simpleParser(mime)).attachments;
  expect(read).toMatchObject({ filename: 'besluit.pdf', contentType: 'application/pdf' });
  expect(read?.content.equals(bytes)).toBe(true);
});

test('the encoded size counts: what fits as a file may be too large as mail', async () => {
  const attachment = { ...blobs.keep(Buffer.alloc(800_000, 1)), filename: 'a', contentType: 'a/b' };

  await expect(compose(message({ attachments: [attachment] }), { maximumSizeMb: 1 })).rejects.toMatchObject({
    code: 'message-too-large',
    message: expect.stringMatching(/1\.0 MB/u),
  });
});

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const txt = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
const resolver = async (name: string, type: string) => {
  if (name === 'zp1._domainkey.gemeente.example' && type === 'TXT') return [[txt]];
  throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
};

test.each(['pkcs1', 'pkcs8'] as const)(
  'a verifier that is not ours accepts the signature of a %s key',
  async (type) => {
    const pem = privateKey.export({ type, format: 'pem' }).toString();
    const attachment = { ...blobs.keep('. punt\r\n.\r\n'), filename: 'a.txt', contentType: 'text/plain' };

    const { mime } = await compose(message({ html: '<p>é</p>', attachments: [attachment] }), {
      dkim: { domain: 'gemeente.example', selector: 'zp1', privateKey: pem },
    });

    const { results } = await dkimVerify(mime, { resolver });
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({
      status: { result: 'pass' },
      signingDomain: 'gemeente.example',
      algo: 'rsa-sha256',
      format: 'relaxed/relaxed',
    });
  },
);

test('one changed byte breaks the signature', async () => {
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const { mime } = await compose(message(), { dkim: { domain: 'gemeente.example', selector: 'zp1', privateKey: pem } });

  const { results } = await dkimVerify(Buffer.from(mime.toString().replace('Beste Jan', 'Beste Jap')), { resolver });

  expect(results[0]?.status.result).not.toBe('pass');
});

test.each([
  ['', 'dkim-key-missing'],
  ['-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n', 'dkim-key-invalid'],
  [generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'dkim-key-invalid'],
  [publicKey.export({ type: 'spki', format: 'pem' }).toString(), 'dkim-key-invalid'],
])('a key that cannot sign sends nothing', async (pem, code) => {
  const dkim = { domain: 'gemeente.example', selector: 'zp1', privateKey: pem };

  await expect(compose(message(), { dkim })).rejects.toMatchObject({ code });
});
