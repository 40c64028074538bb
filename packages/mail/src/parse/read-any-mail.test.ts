import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { read } from './read-mail.fixture.ts';

const bytes = fc.uint8Array({ maxLength: 300 }).map((some) => Buffer.from(some));
const encodings = {
  base64: (some: Buffer) => some.toString('base64').replace(/(.{60})/gu, '$1\r\n'),
  binary: (some: Buffer) => some.toString('latin1'),
  'quoted-printable': (some: Buffer) => [...some].map((byte) => `=${byte.toString(16).padStart(2, '0')}`).join('=\r\n'),
};

test('every file of a mail comes out byte for byte, however the mail is cut', async () => {
  const file = fc.record({
    bytes,
    encoding: fc.constantFrom('base64', 'binary', 'quoted-printable' as const),
    nested: fc.boolean(),
  });

  await fc.assert(
    fc.asyncProperty(
      fc.array(file, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 70 }),
      async (files, size) => {
        const part = ({ bytes: some, encoding }: (typeof files)[number], n: number) =>
          `Content-Type: application/x-test; name="${n}.bin"\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${encodings[encoding as keyof typeof encodings](some)}`;
        const parts = files.map((one, n) =>
          one.nested
            ? `Content-Type: multipart/mixed; boundary=inner\r\n\r\n--inner\r\n${part(one, n)}\r\n--inner--`
            : part(one, n),
        );
        const source = `Content-Type: multipart/mixed; boundary=outer\r\n\r\n--outer\r\n${parts.join('\r\n--outer\r\n')}\r\n--outer--\r\n`;

        const message = await read(source, size);

        expect(message.parts.map(hash)).toEqual(files.map((one) => hash(one.bytes)));
      },
    ),
    { numRuns: 300 },
  );
});

const hash = (some: Buffer) => createHash('sha256').update(some).digest('hex');

test('whatever bytes come, a message is made of them', async () => {
  const pieces = fc.constantFrom(
    ...[
      '\n',
      '\r\n',
      '--b',
      '--b--',
      'Content-Type: multipart/alternative; boundary=b',
      'Content-Type: text/html',
      ': ',
      ';',
      '"',
    ],
    ...[
      'Content-Type: application/ms-tnef',
      'Content-Transfer-Encoding: base64',
      'begin 644 a',
      '=?utf-8?Q?',
      '<p>',
      '\x78\x9f\x3e\x22',
    ],
    ...[
      'Content-Type: text/calendar',
      'BEGIN:VEVENT',
      'Subject: ',
      'From: ',
      '\0',
      '\xff',
      'charset=utf-7',
      '+AGE-',
      'AAAA',
    ],
  );

  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { maxLength: 50 }), fc.integer({ min: 1, max: 40 }), async (some, size) => {
      const message = await read(`Content-Type: multipart/mixed; boundary=b\n\n--b\n${some.join('')}`, size);

      expect(message.attachments).toHaveLength(message.parts.length);
      expect(message.subject.length).toBeLessThan(10_000);
    }),
    { numRuns: 1_500 },
  );
});
