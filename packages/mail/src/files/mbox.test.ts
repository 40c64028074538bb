import { expect, test } from 'vitest';
import { isMbox, mboxPieces } from './mbox.ts';

/** The mails in an mbox that comes in chunks of this size. */
async function mailsIn(mbox: string, size = 7): Promise<string[]> {
  const bytes = Buffer.from(mbox, 'latin1');
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const mails: string[] = [];
  for await (const { begins, bytes: piece } of mboxPieces(chunks())) {
    if (begins) mails.push('');
    mails[mails.length - 1] += piece.toString('latin1');
  }
  return mails;
}

const separator = 'From jan@example.nl Mon Nov 23 14:05:00 2026\n';

const whole = `${separator}Subject: een

>From hier af
>>From >From
geen From hier
> From met een spatie

${separator.replace('jan@example.nl', '-')}Subject: twee

From now on a sentence, after an empty line
From jan Mon Nov 23 14:05:00 2026 without one

${separator.replace('2026', '+0100 2026')}Subject: drie

`;

const mails = [
  'Subject: een\n\nFrom hier af\n>From >From\ngeen From hier\n> From met een spatie\n',
  'Subject: twee\n\nFrom now on a sentence, after an empty line\nFrom jan Mon Nov 23 14:05:00 2026 without one\n',
  'Subject: drie\n',
];

test('an mbox gives its mails unquoted, cut at whatever byte', async () => {
  for (let size = 1; size <= whole.length; size += 1) expect(await mailsIn(whole, size), `by ${size}`).toEqual(mails);
});

test('an mbox with CRLF keeps it', async () => {
  const crlf = (text: string) => text.replaceAll('\n', '\r\n');

  for (const size of [1, 2, 3, 50, 5_000]) expect(await mailsIn(crlf(whole), size)).toEqual(mails.map(crlf));
});

test('a mail keeps its own empty lines at the end', async () => {
  expect(await mailsIn(`${separator}a: b\n\n\n\n${separator}c: d\n\n\n`)).toEqual(['a: b\n\n\n', 'c: d\n\n']);
});

test('separators need no date where the first one has none', async () => {
  expect(await mailsIn('From jan\na: b\n\nFrom piet\nc: d\n')).toEqual(['a: b\n', 'c: d\n']);
});

test('a last mail without an end of line is whole', async () => {
  expect(await mailsIn(`${separator}a: b\n\ntot hier`)).toEqual(['a: b\n\ntot hier']);
});

test('a line longer than any buffer goes through as it is', async () => {
  const long = `${'x'.repeat(150_000)}>From ${'From '.repeat(20_000)}`;

  expect(await mailsIn(`${separator}a: b\n\n${long}\n\n${separator}c: d\n`, 4_096)).toEqual([
    `a: b\n\n${long}\n`,
    'c: d\n',
  ]);
});

test('a file is an mbox by its first line', () => {
  expect(isMbox(Buffer.from(separator))).toBe(true);
  expect(isMbox(Buffer.from('From: jan@example.nl'))).toBe(false);
  expect(isMbox(Buffer.alloc(0))).toBe(false);
});
