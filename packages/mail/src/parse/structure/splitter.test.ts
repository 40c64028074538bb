import { processorTime } from '@zaakpost/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Splitter } from './splitter.ts';

const LIMITS = { parts: 100, depth: 10, header: 10_000 };

/** The leaves with their bytes, in whatever pieces the source comes. */
function leaves(source: string, size = source.length || 1): string[] {
  const splitter = new Splitter(LIMITS);
  const bytes = Buffer.from(source, 'latin1');
  const found: string[] = [];
  const events = [];
  for (let at = 0; at < bytes.length; at += size) events.push(...splitter.push(bytes.subarray(at, at + size)));
  events.push(...splitter.end());
  for (const event of events) {
    if (event.type === 'part') found.push(`${event.part.effectiveType}:`);
    if (event.type === 'body') found.push(`${found.pop()}${event.bytes.toString('latin1')}`);
  }
  return found;
}

const multipart = (body: string, boundary = 'b') => `Content-Type: multipart/mixed; boundary="${boundary}"\n\n${body}`;

test.each<[string, string, string[]]>([
  [
    'parts with and without a header',
    multipart('--b\nContent-Type: a/b\n\neen\n--b\n\ntwee\n--b--\n'),
    ['multipart/mixed:', 'a/b:een', 'text/plain:twee'],
  ],
  [
    'CRLF, whose last belongs to the delimiter',
    multipart('--b\n\neen\n\n--b--').replaceAll('\n', '\r\n'),
    ['multipart/mixed:', 'text/plain:een\r\n'],
  ],
  [
    'a boundary with white space behind it',
    multipart('--b \t\n\neen\n--b--  \n'),
    ['multipart/mixed:', 'text/plain:een'],
  ],
  [
    'a boundary that begins another one',
    multipart('--b\n\n--bb\n--b-\n--b--\n'),
    ['multipart/mixed:', 'text/plain:--bb\n--b-'],
  ],
  ['a line that is no field, and no more', 'hallo\n', ['text/plain:hallo\n']],
  ['a line that is no field behind an empty one', '\r\nhallo', ['text/plain:hallo']],
  ['a line that is no field before an empty one', 'hallo\n\nwereld\n', ['text/plain:hallo\nwereld\n']],
  ['a line that is no field at the end of a header', 'Subject: x\nhallo\n', ['text/plain:hallo\n']],
  [
    'a line that is no field and an empty one before a header',
    'hallo\n\nSubject: x\n\nwereld\n',
    ['text/plain:wereld\n'],
  ],
  ['a missing last boundary', multipart('--b\n\neen\n'), ['multipart/mixed:', 'text/plain:een\n']],
  [
    'a part without a header and its empty line',
    multipart('--b\nzomaar tekst\n--b--\n'),
    ['multipart/mixed:', 'text/plain:zomaar tekst'],
  ],
  [
    'a header that a delimiter ends',
    multipart('--b\nContent-Type: a/b\n--b\n\ntwee\n--b--'),
    ['multipart/mixed:', 'a/b:', 'text/plain:twee'],
  ],
  [
    'parts that go on after the end',
    multipart('--b\n\neen\n--b--\n\n--b\n\ntwee\n--b--\n'),
    ['multipart/mixed:', 'text/plain:een', 'text/plain:twee'],
  ],
  [
    'a boundary other than the one that was named',
    multipart('--x\nContent-Type: a/b\n\neen\n--x--\n'),
    ['multipart/mixed:', 'a/b:een'],
  ],
  ['no boundary at all', multipart('alles is tekst\n', 'nooit'), ['multipart/mixed:alles is tekst\n']],
  [
    'a boundary in raw 8-bit bytes',
    multipart('--\xc2\xb5\n\neen\n--\xc2\xb5--', '\xc2\xb5'),
    ['multipart/mixed:', 'text/plain:een'],
  ],
  [
    'one boundary for two levels',
    multipart(`--b\n${multipart('--b\n\nbinnen\n--b--\n')}--b\n\nbuiten\n--b--\n`),
    ['multipart/mixed:', 'multipart/mixed:', 'text/plain:binnen', 'text/plain:buiten'],
  ],
  [
    'an outer boundary within an unfinished inner part',
    multipart(`--b\n${multipart('--c\n\nbinnen\n', 'c')}--b\n\nbuiten\n--b--`),
    ['multipart/mixed:', 'multipart/mixed:', 'text/plain:binnen', 'text/plain:buiten'],
  ],
  [
    'a digest',
    `Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: x\n\ny\n--b--`,
    ['multipart/digest:', 'message/rfc822:Subject: x\n\ny'],
  ],
  [
    'a stray line within the header',
    'Received: a\ngeen veld: hier\nReceived: b\nSubject: c\n\ntekst',
    ['text/plain:tekst'],
  ],
  [
    'a missing empty line',
    'Subject: c\nBeste lezer,\nZie: niemand\n\ntekst',
    ['text/plain:Beste lezer,\nZie: niemand\n\ntekst'],
  ],
])('%s', (_, source, wanted) => {
  for (const size of [1, 2, 3, 7, source.length]) expect(leaves(source, size)).toEqual(wanted);
});

test('lines of any length cost no more than their length', async () => {
  const { spent } = await processorTime(() => {
    for (const filling of ['\r', ' ', '\t', '-', '=?']) {
      const long = filling.repeat(250_000);
      leaves(`Subject: ${long}x\n--${long}x\n\n${long}x`, 65_536);
      leaves(multipart(`--${filling.repeat(500)}x\n`.repeat(500)), 65_536);
    }
  });

  expect(spent).toBeLessThan(5_000);
});

test('over a limit it stops and says so', () => {
  const splitter = new Splitter({ ...LIMITS, parts: 3 });

  splitter.push(Buffer.from(multipart('--b\n\nx\n'.repeat(50))));

  expect(splitter.stopped).toBe('more than 3 parts');
});

test('at every cut of whatever comes the same parts come out', () => {
  const pieces = fc.constantFrom(
    '\r',
    '\n',
    '\r\n',
    '--b',
    '--b--',
    '--c',
    '-',
    'a',
    ': ',
    'Content-Type: a/b',
    'From ',
    ' ',
    'Content-Type: multipart/mixed; boundary=c',
    '\r\n\r\n',
  );

  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), fc.integer({ min: 1, max: 20 }), (some, size) => {
      const source = multipart(some.join(''));

      expect(leaves(source, size)).toEqual(leaves(source));
    }),
    { numRuns: 2_000 },
  );
});
