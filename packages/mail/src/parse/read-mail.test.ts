import { READING_WARNINGS, readingFaultOf } from '@zaakpost/domain';
import { expect, test } from 'vitest';
import { DEFAULT_PARSE_LIMITS } from './limits.ts';
import { mixed, read } from './read-mail.fixture.ts';
import { attachment, attribute, properties, tnef, unicode } from './tnef/tnef-builder.fixture.ts';

test('files that stand in the text come out of it, in their place', async () => {
  const message = await read(
    mixed(
      '\nboven\nbegin 644 a b.txt\n#0V%T\n`\nend\nonder\nbegin 644 geen bestand\n',
      'Content-Type: a/b; name=c.bin\n\nx',
    ),
  );

  expect(message.text).toBe('boven\nonder\nbegin 644 geen bestand\n');
  expect(message.files).toEqual(['a b.txt', 'c.bin']);
  expect(message.parts[0]?.toString()).toBe('Cat');
  expect(message.attachments[0]?.container).toBe('uuencode');
});

test('winmail.dat gives way to what is in it, and its text serves where the mail has none', async () => {
  const packed = tnef(
    attribute(0x0002800c, Buffer.from('Uit de verpakking\0')),
    attachment('a.pdf', Buffer.from('%PDF')),
  );
  const part = `Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n${packed.toString('base64')}`;

  const alone = await read(`Subject: x\n${part}\n`);
  const beside = await read(mixed('\neigen tekst', part));
  const broken = await read(mixed('\neigen tekst', part.slice(0, -60)));

  expect(alone).toMatchObject({ outcome: 'ok', text: 'Uit de verpakking', files: ['a.pdf'] });
  expect(beside).toMatchObject({ text: 'eigen tekst', files: ['a.pdf'] });
  expect(broken.files).toContain('winmail.dat');
  expect(broken.warnings.join()).toContain('winmail.dat');
});

test('the text of winmail.dat in two forms is one text', async () => {
  const html = attribute(0x00069003, properties(unicode(0x1013, '<p>rijk</p>')));
  const packed = tnef(attribute(0x0002800c, Buffer.from('gewoon\0')), html).toString('base64');

  const message = await read(`Content-Type: application/ms-tnef\nContent-Transfer-Encoding: base64\n\n${packed}`);

  expect(message).toMatchObject({ text: 'gewoon', html: '<p>rijk</p>', files: [] });
});

test('text before parts that never come is bounded as all text is', async () => {
  const lost = (n: number) => `--b\nContent-Type: multipart/mixed; boundary=x${n}\n\n${'tekst '.repeat(100_000)}\n`;

  const message = await read(
    `Content-Type: multipart/mixed; boundary=b\n\n${[1, 2, 3, 4, 5, 6].map(lost).join('')}--b--\n`,
    65_536,
  );

  expect(message.text?.length).toBeLessThanOrEqual(DEFAULT_PARSE_LIMITS.text + 10);
});

test('an invitation can be read and is kept', async () => {
  const ics = 'BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:Overleg\nEND:VEVENT\nEND:VCALENDAR';

  const message = await read(`Subject: x\nContent-Type: text/calendar; method=REQUEST\n\n${ics}`);

  expect(message.text).toContain('Wat: Overleg');
  expect(message.files).toEqual(['invite.ics']);
  expect(message.parts[0]?.toString()).toBe(ics);
});

test.each<[string, string, string | null, (string | null)[]]>([
  ['a body with a name', mixed('Content-Type: text/plain; name=brief.txt\n\ntekst'), 'tekst', []],
  ['a second text with a name', mixed('\neen', 'Content-Type: text/plain; name=b.txt\n\ntwee'), 'een', ['b.txt']],
  [
    'a named inline text that is all there is',
    mixed('Content-Type: text/plain\nContent-Disposition: inline; filename=b.txt\n\ntekst'),
    'tekst',
    ['b.txt'],
  ],
  [
    'a disposition that is none',
    'Content-Type: text/plain\nContent-Disposition: =?utf-8?Q?zomaar?=\n\ntekst',
    'tekst',
    [],
  ],
  [
    'a single part that is a text file',
    'Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\ntekst',
    null,
    ['a.txt'],
  ],
  [
    'two content types, the first of which is garbage',
    'Content-Type: =?x?\nContent-Type: text/plain\n\ntekst',
    'tekst',
    [],
  ],
  [
    'a photo named by its place alone',
    mixed('\nx', 'Content-Type: image/jpeg\nContent-Location: Foto25.jpg\n\ny'),
    'x',
    ['Foto25.jpg'],
  ],
  ['several texts', mixed('\neen', 'Content-Type: image/png; name=a.png\n\ny', '\ntwee'), 'een\ntwee', ['a.png']],
  [
    'an empty plain form',
    'Content-Type: multipart/alternative; boundary=b\n\n--b\n\n \n--b\nContent-Type: text/html\n\n<p>rijk</p>\n--b--',
    'rijk',
    [],
  ],
  ['a mail with CR alone', 'Subject: x\r\rregel een\rregel twee', 'regel een\nregel twee', []],
  ['a mail from an mbox', 'From jan Mon Nov 23 14:05:00 2026\nSubject: x\n\ntekst', 'tekst', []],
])('%s', async (_, source, text, files) => {
  const message = await read(source);

  expect({ outcome: message.outcome, text: message.text, files: message.files }).toEqual({
    outcome: 'ok',
    text,
    files,
  });
});

test('what goes on a line of a uuencoded file that is too long is kept as text', async () => {
  const long = `#0V%T${' '.repeat(5_000)}verborgen`;
  const { text, parts, warnings } = await read(`Subject: x\n\nboven\nbegin 644 a.txt\n#0V%T\n${long}\nonder\n`);

  expect(parts[0]?.toString()).toBe('Cat');
  expect(text).toContain('verborgen');
  expect(text).toContain('onder');
  expect(warnings).toEqual(['A file within the text has no end.']);
});

test('of more alternatives than are shown, that is said', async () => {
  const html = (text: string) => `--b\nContent-Type: text/html\n\n<p>${text}</p>\n`;
  const mail = (...parts: string[]) =>
    `Subject: x\nContent-Type: multipart/alternative; boundary=b\n\n${parts.join('')}--b--\n`;
  const plain = '--b\n\nGewoon\n';

  expect((await read(mail(plain, html('een')))).warnings).toEqual([]);
  for (const more of [mail(plain, html('een'), html('twee')), mail(plain, plain, html('een'))]) {
    expect((await read(more)).warnings).toEqual(['The mail has more alternatives of its text than are shown.']);
  }
});

test('a form for few programs is a file where it is the only one, or has a name', async () => {
  const amp = (more: string, before = '') =>
    `Subject: x\nContent-Type: multipart/alternative; boundary=b\n\n${before}--b\nContent-Type: text/x-amp-html\n${more}\n<p>amp</p>\n--b--\n`;
  const plain = '--b\n\nGewoon\n';

  expect((await read(amp(''))).parts.map(String)).toEqual(['<p>amp</p>']);
  expect((await read(amp('Content-Disposition: attachment; filename=a.html\n', plain))).files).toEqual(['a.html']);
  expect(await read(amp('', plain))).toMatchObject({ text: 'Gewoon', files: [] });
});

test('a body whose parts never come and for which there is no room is incomplete', async () => {
  const inner = 'Content-Type: multipart/mixed; boundary=c\n\n';
  const full = `\n${'x'.repeat(2 * 1_048_576)}`;
  const long = `Subject: x\n${inner}${'regel\n'.repeat(400_000)}`;

  for (const mail of [long, mixed(full, `${inner}verborgen`)]) {
    expect(await read(mail, 65_536)).toMatchObject({
      outcome: 'incomplete',
      reason: 'The text is longer than is read.',
    });
  }
  const preamble = `Subject: x\n${inner}${'regel\n'.repeat(400_000)}--c\n\nGewoon\n--c--\n`;
  expect(await read(preamble, 65_536)).toMatchObject({ outcome: 'ok', text: 'Gewoon' });
});

test('words around the parts, which nobody is shown, are said to be there', async () => {
  const around = (before: string, after: string) =>
    `Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n${before}\n--b\n\nGewoon\n--b--\n${after}`;
  const usual = 'This is a multi-part message in MIME format.';
  const said = async (mail: string, size?: number) => (await read(mail, size)).warnings;

  for (const mail of [around(usual, ''), around('', '\n \n--b--\n'), around('', '')]) {
    for (const size of [1, 1_000]) expect(await said(mail, size)).toEqual([]);
  }
  for (const mail of [around('Hierbij mijn bezwaar', ''), around(usual, '\nHierbij mijn bezwaar\n')]) {
    for (const size of [1, 1_000]) expect(await said(mail, size)).toEqual([READING_WARNINGS.outsideParts]);
  }
});

test('a charset that was guessed is said to be', async () => {
  const said = async (label: string, body: string) =>
    (await read(`Subject: x\nContent-Type: text/plain${label}\nContent-Transfer-Encoding: 8bit\n\n${body}\n`)).warnings;

  expect(await said('; charset=utf-8', 'cafe')).toEqual([]);
  expect(await said('', 'caf\xc3\xa9')).toEqual([]);
  expect(await said('; charset=iso-8859-1', 'caf\xe9')).toEqual([]);
  expect(await said('; charset=utf-8', 'caf\xe9')).toEqual([READING_WARNINGS.charset]);
  expect(await said('; charset=x-unknown', 'caf\xe9')).toEqual([READING_WARNINGS.charset]);
});

test('every reason for which a mail is incomplete has its word', async () => {
  const faults = await Promise.all(
    [
      '',
      `Subject: x\n\n${'regel\n'.repeat(500_000)}`,
      mixed(...Array.from({ length: DEFAULT_PARSE_LIMITS.parts + 1 }, () => '\nx')),
      mixed(...Array.from({ length: DEFAULT_PARSE_LIMITS.attachments + 1 }, () => 'Content-Type: image/png\n\nx')),
      '\0\x01\x02\x03',
      Array.from(
        { length: DEFAULT_PARSE_LIMITS.depth + 1 },
        (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\n\n--b${n}\n`,
      ).join(''),
      'Content-Type: message/rfc822\n\n'.repeat(20),
    ].map(async (mail) => readingFaultOf((await read(mail, 65_536)).reason ?? '')),
  );

  expect(faults).toEqual(['empty', 'text', 'parts', 'attachments', 'noMail', 'depth', 'depth']);
});
