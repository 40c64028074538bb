import { expect, test } from 'vitest';
import { DEFAULT_PARSE_LIMITS, type ParseLimits } from './limits.ts';
import { read } from './read-message.fixture.ts';
import { readMessage } from './read-message.ts';

test('a mail in two alternatives gives its header, its text and its HTML', async () => {
  const { message } = await read(`From: "Jansen, Jan" <jan@example.nl>
To: info@gemeente.nl, balie@gemeente.nl
Subject: =?utf-8?Q?Re:_[Voorbeeld_1458-ae34dc]?=
 =?utf-8?Q?_caf=C3=A9?=
Message-ID: <een@example.nl>
In-Reply-To: <nul@gemeente.nl>
References: <min@gemeente.nl> <nul@gemeente.nl>
Date: Mon, 23 Nov 2026 14:05:00 +0100
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Beste caf=E9
--b
Content-Type: text/html

<p>Beste <b>lezer</b></p>
--b--
`);

  expect(message).toMatchObject({
    outcome: 'ok',
    reason: null,
    subject: 'Re: [Voorbeeld 1458-ae34dc] café',
    from: [{ name: 'Jansen, Jan', address: 'jan@example.nl' }],
    to: [{ address: 'info@gemeente.nl' }, { address: 'balie@gemeente.nl' }],
    messageId: '<een@example.nl>',
    inReplyTo: ['<nul@gemeente.nl>'],
    references: ['<min@gemeente.nl>', '<nul@gemeente.nl>'],
    date: '2026-11-23T13:05:00.000Z',
    text: 'Beste café',
    html: '<p>Beste <b>lezer</b></p>',
    attachments: [],
    autoSubmitted: false,
    bounce: null,
  });
});

test('a mail in HTML only has text too', async () => {
  const { message } = await read(`Content-Type: multipart/related; boundary=b

--b
Content-Type: text/html

<h1>Kop</h1><p>Een &amp; twee<br>drie</p>
--b--
`);

  expect(message.text).toBe('Kop\nEen & twee\ndrie');
});

test('a single part that is an attachment counts as one', async () => {
  const { message, parts } = await read(`Subject: scan
Content-Type: application/pdf; name=scan.pdf
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename=scan.pdf

${Buffer.from('%PDF-').toString('base64')}
`);

  expect(message.attachments).toEqual([
    { filename: 'scan.pdf', contentType: 'application/pdf', inline: false, contentId: null },
  ]);
  expect(parts[0]?.toString()).toBe('%PDF-');
});

test('an attached text comes out byte for byte, whatever its charset says', async () => {
  const bytes = Buffer.from([0x62, 0xe9, 0x0d, 0x0a, 0x00, 0xff, 0x0a, 0x41]);
  const { parts } = await read(`Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-16; format=flowed; name=a.txt
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename=a.txt

${bytes.toString('base64')}
--b
Content-Type: text/html; charset=iso-8859-1; name=b.html
Content-Transfer-Encoding: base64
Content-Disposition: inline; filename=b.html

${bytes.toString('base64')}
--b--
`);

  expect(parts).toEqual([bytes, bytes]);
});

test('a mail within a mail is kept whole as an .eml', async () => {
  const { message, parts } = await read(`Content-Type: multipart/mixed; boundary=b

--b
Content-Type: message/rfc822
Content-Disposition: inline

Subject: binnen

tekst
--b--
`);

  expect(message.attachments[0]).toMatchObject({ filename: 'message.eml', contentType: 'message/rfc822' });
  expect(parts[0]?.toString()).toBe('Subject: binnen\r\n\r\ntekst');
});

test('an image that the HTML shows is inline, one that it does not show is an attachment', async () => {
  const { message } = await read(`Content-Type: multipart/related; boundary=b

--b
Content-Type: text/html

<img src="cid:logo@x">
--b
Content-Type: image/png; name=logo.png
Content-ID: <logo@x>

png
--b
Content-Type: image/png; name=foto.png
Content-ID: <foto@x>

png
--b--
`);

  expect(message.attachments.map(({ filename, inline }) => [filename, inline])).toEqual([
    ['logo.png', true],
    ['foto.png', false],
  ]);
});

test('raw 8-bit bytes in a subject are read, within an encoded word too', async () => {
  const within = await read('Subject: =?iso-8859-1?Q?caf\xe9_ol=E9?=\n\nx\n');
  const outside = await read('Subject: caf\xe9\n\nx\n');

  expect(within.message.subject).toBe('café olé');
  expect(outside.message.subject).toBe('café');
});

test('no string holds a NUL or half a surrogate pair', async () => {
  const { message } = await read('Subject: a\0b =?utf-8?B?7aCA?=\nFrom: "x\0y" <a@b.nl>\n\nc\0d\n');

  expect(JSON.stringify(message)).not.toMatch(/\\u0000|\\ud800/u);
});

test.each<[string, string, Partial<ParseLimits>]>([
  ['parts', Array.from({ length: 50 }, () => '--b\n\nx\n').join(''), { parts: 10 }],
  ['attachments', Array.from({ length: 9 }, () => '--b\nContent-Type: a/b\n\nx\n').join(''), { attachments: 3 }],
  ['text', `--b\n\n${'x'.repeat(5_000)}\n`, { text: 1_000 }],
])('more %s than is read makes it incomplete, and what was read is there', async (_, body, limits) => {
  const { message } = await read(
    `Subject: kop\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\neerste\n${body}--b--\n`,
    limits,
  );

  expect(message.outcome).toBe('incomplete');
  expect(message.reason).toMatch(/\.$/u);
  expect(message.subject).toBe('kop');
  expect(message.text).toContain('eerste');
});

test('a source that is far from its end when a limit is reached is left alone', async () => {
  const many = '--b\n\nx\n'.repeat(100_000);
  const { message } = await read(`Subject: kop\nContent-Type: multipart/mixed; boundary=b\n\n${many}`);

  expect(message).toMatchObject({ outcome: 'incomplete', subject: 'kop' });
  expect(message.reason).toContain('1000 parts');
});

test('a header larger than the limit makes it incomplete, and what fits is there', async () => {
  const { message } = await read(`Subject: kop\nX-Fill: ${'x'.repeat(20_000)}\n\ntekst\n`, { header: 10_000 });

  expect(message).toMatchObject({ outcome: 'incomplete', subject: 'kop', text: 'tekst\n' });
});

test('a mail that ends in the middle of an attachment keeps what came', async () => {
  const { message, parts } = await read(`Content-Type: multipart/mixed; boundary=b

--b

tekst
--b
Content-Type: application/pdf; name=a.pdf
Content-Transfer-Encoding: base64

JVBERi0x`);

  expect(message.text).toBe('tekst');
  expect(parts[0]?.toString()).toBe('%PDF-1');
});

test('an empty file and garbage are read without a throw', async () => {
  const empty = await read(Buffer.alloc(0));
  const garbage = await read(Buffer.from(Array.from({ length: 4_000 }, (_, n) => (n * 7_919) % 256)));

  expect(empty.message.subject).toBe('');
  expect(garbage.message.attachments.length).toBeLessThan(2);
});

test('a fault of the source or of the sink is thrown on, not taken for the mail', async () => {
  async function* broken() {
    yield Buffer.from('Subject: x\r\n\r\n');
    throw new Error('the disk is away');
  }
  const attached = async function* () {
    yield Buffer.from('Content-Type: a/b\r\n\r\nx\r\n');
  };
  const full = async () => {
    throw new Error('the store is full');
  };

  await expect(readMessage(broken(), async () => {}, DEFAULT_PARSE_LIMITS)).rejects.toThrow('the disk is away');
  await expect(readMessage(attached(), full, DEFAULT_PARSE_LIMITS)).rejects.toThrow('the store is full');
});
