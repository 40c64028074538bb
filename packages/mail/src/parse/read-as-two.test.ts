import { expect, test } from 'vitest';
import { signedData } from './cms/cms-builder.fixture.ts';
import { mixed, read } from './read-mail.fixture.ts';
import { attachment, tnef } from './tnef/tnef-builder.fixture.ts';

const program = 'Content-Type: application/octet-stream; name="factuur.js"\n\nWScript.Echo(1)';
const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64');
const signed = (inner: string | Buffer, type: string) =>
  `Content-Type: ${type}\nContent-Transfer-Encoding: base64\n\n${base64(signedData(Buffer.from(inner)))}\n`;

test.each([
  ['a parameter', 'Content-Type: multipart/mixed; boundary=a; boundary=b'],
  ['a parameter in pieces', "Content-Type: multipart/mixed; boundary=a; boundary*0*=us-ascii''%62"],
  ['a field', 'Content-Type: multipart/mixed; boundary=a\nContent-Type: multipart/mixed; boundary=b'],
])('a second boundary, of %s, is one as well: behind which file it stands is found', async (_, header) => {
  const message = await read(`${header}\n\n--a\n\nZie bijlage.\n--b\n${program}\n--b--\n--a--\n`);

  expect(message).toMatchObject({ text: 'Zie bijlage.', files: ['factuur.js'] });
});

test('a mail that is called text first and a container then is read as a container', async () => {
  const message = await read(`Content-Type: text/plain\n${mixed('\nZie bijlage.', program)}`);

  expect(message).toMatchObject({ text: 'Zie bijlage.', files: ['factuur.js'] });
});

test('parts that were encoded as a whole are read', async () => {
  const body = `--b\n\nZie bijlage.\n--b\n${program}\n--b--\n`;

  const message = await read(
    `Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\n${base64(body)}\n`,
  );

  expect(message).toMatchObject({ text: 'Zie bijlage.', files: ['factuur.js'], warnings: [] });
});

test('a file has every name that some program takes for its own', async () => {
  const message = await read(
    mixed(
      '\nZie bijlage.',
      [
        'Content-Type: application/octet-stream; name="factuur.js"',
        'Content-Disposition: attachment; filename="a.txt"; filename="b.exe\0.pdf"',
        "Content-Disposition: attachment; filename=c.scr; filename*=utf-8''d.pif\n\nx",
      ].join('\n'),
    ),
  );

  expect(message.attachments).toMatchObject([
    { filename: 'a.txt', aliases: ['b.exe.pdf', 'b.exe', 'd.pif', 'c.scr', 'factuur.js'] },
  ]);
});

test.each([
  ['whole', `Content-Type: text/plain; name="factuur.js"\n\nWScript.Echo(1)\n`],
  ['first part', mixed('Content-Type: text/plain; name="factuur.js"\n\nWScript.Echo(1)')],
])('text that is the mail %s, and is called a program, is a file too', async (_, mail) => {
  const message = await read(mail);

  expect(message).toMatchObject({ files: ['factuur.js'], text: expect.stringContaining('WScript') });
});

test.each([
  [
    'more names than are looked at',
    `Content-Type: a/b${Array.from({ length: 10 }, (_, n) => `; name=${n}`).join('')}\n`,
  ],
  ['two encodings', 'Content-Transfer-Encoding: base64\nContent-Transfer-Encoding: quoted-printable\n'],
  ['the type of a piece of a mail', 'Content-Type: message/partial; id=a; number=1; total=2\n'],
  ['the type of a container and no boundary', 'Content-Type: multipart/mixed\nContent-Transfer-Encoding: base64\n'],
])('a file with %s is one that nobody can look into', async (_, fields) => {
  const message = await read(mixed('\nZie bijlage.', `Content-Disposition: attachment; filename=a\n${fields}\nTVqQ`));

  expect(message.attachments).toMatchObject([{ unread: true }]);
});

test.each([
  'application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m',
  'application/pkcs7-mime; smime-type=certs-only',
  'application/octet-stream; name=smime.p7m',
  'application/pkcs7-signature; name=smime.p7m',
])('what was signed is found behind %s', async (type) => {
  const message = await read(signed(program, type));

  expect(message.files.at(-1)).toBe('factuur.js');
});

test('a signature around more than three others, and what was packed in one, are not looked into, and marked', async () => {
  let mail = signed(program, 'application/pkcs7-mime');
  for (let n = 0; n < 3; n += 1) mail = signed(mail, 'application/pkcs7-mime');
  const packed = Buffer.from('300f060b2a864886f70d0109100109a000', 'hex');
  const compressed = `Content-Type: application/pkcs7-mime; smime-type=compressed-data\n\n${packed.toString('latin1')}`;

  const [deep, odd] = [await read(mail), await read(mixed(compressed))];

  expect(deep.attachments.map(({ unread }) => unread)).toEqual([undefined, undefined, undefined, true]);
  expect(odd.attachments).toMatchObject([{ unread: true }]);
});

test.each([
  ['brief.eml', Buffer.from(mixed(program))],
  ['smime.p7m', signedData(Buffer.from(program))],
])('%s in a winmail.dat, or uuencoded, is looked into', async (filename, bytes) => {
  const parcel = tnef(attachment(filename, bytes));
  const lines = bytes.toString('latin1').match(/[\s\S]{1,45}/gu) ?? [];
  const rows = lines.map((line) => uuRow(Buffer.from(line, 'latin1')));

  const packed = await read(
    `Content-Type: application/ms-tnef\nContent-Transfer-Encoding: base64\n\n${base64(parcel)}`,
  );
  const written = await read(`Subject: x\n\nhallo\nbegin 644 ${filename}\n${rows.join('\n')}\n\`\nend\n`);

  for (const { files } of [packed, written]) expect(files.at(-1)).toMatch(/factuur\.js$/u);
});

test('a mail that was read up to a limit says that nobody looked at the rest', async () => {
  const many = await read(mixed(...Array<string>(1_001).fill('\nx'), program));
  const long = await read(`Subject: x\n\n${'x'.repeat(3_000_000)}`);

  expect(many).toMatchObject({ outcome: 'incomplete', unread: true });
  expect(long).toMatchObject({ outcome: 'incomplete' });
  expect(long).not.toHaveProperty('unread');
});

function uuRow(bytes: Buffer): string {
  const padded = Buffer.concat([bytes, Buffer.alloc((3 - (bytes.length % 3)) % 3)]);
  let row = String.fromCharCode(32 + bytes.length);
  for (let at = 0; at < padded.length; at += 3) {
    const word = padded.readUIntBE(at, 3);
    for (const shift of [18, 12, 6, 0]) row += String.fromCharCode(((word >> shift) & 63) + 32);
  }
  return row.replaceAll(' ', '`');
}
