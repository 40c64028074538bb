import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Unstuffing } from './unstuffing.ts';

const next = '+OK the next reply\r\n.\r\n';

/** What RFC 1939 has a server send for these bytes, which end in CRLF or are none. */
function stuffed(message: string): string {
  return `${message.replace(/^\./, '..').replaceAll('\r\n.', '\r\n..')}.\r\n`;
}

function received(chunks: readonly string[]): { message: string; rest: string | undefined } {
  const unstuffing = new Unstuffing();
  const pieces: Buffer[] = [];
  for (const [index, chunk] of chunks.entries()) {
    const { bytes, rest } = unstuffing.push(Buffer.from(chunk, 'latin1'));
    pieces.push(Buffer.from(bytes));
    if (rest !== undefined) {
      const after = Buffer.concat([rest, Buffer.from(chunks.slice(index + 1).join(''), 'latin1')]);
      return { message: Buffer.concat(pieces).toString('latin1'), rest: after.toString('latin1') };
    }
  }
  return { message: Buffer.concat(pieces).toString('latin1'), rest: undefined };
}

const tricky = [
  '',
  '\r\n',
  '\r\n\r\n',
  '.\r\n',
  '..\r\n...\r\n.\r\n',
  'a\r\n.b\r\n',
  'a\r\n.\rb\r\n',
  'a\n.\n.\r\n',
  '\n.\r\n.\r\n',
  '\r\r\n.\r\r\n',
  'no dot\r\r\r\n\r\n.\r\n',
  '.\r\r\n..\r\n',
  '\0\xff.\r\n.\xff\0\r\n',
];

describe('Unstuffing', () => {
  it.each(tricky)('gives back %j however one or two cuts fall', (message) => {
    const wire = stuffed(message) + next;

    for (let first = 0; first <= wire.length; first += 1) {
      for (let second = first; second <= wire.length; second += 1) {
        const chunks = [wire.slice(0, first), wire.slice(first, second), wire.slice(second)];
        expect(received(chunks)).toEqual({ message, rest: next });
      }
    }
  });

  it('gives back any message of line ends, dots and letters, byte by byte and in random pieces', () => {
    const text = fc.string({ unit: fc.constantFrom('.', '\r\n', '\r', '\n', 'a', '\r\n.'), maxLength: 60 });
    const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 });

    fc.assert(
      fc.property(text, sizes, (body, lengths) => {
        const message = `${body}\r\n`;
        const chunks: string[] = [];
        let left = stuffed(message) + next;
        for (let turn = 0; left !== ''; turn += 1) {
          const length = lengths[turn % lengths.length] ?? 1;
          chunks.push(left.slice(0, length));
          left = left.slice(length);
        }
        expect(received(chunks)).toEqual({ message, rest: next });
      }),
      { numRuns: 2_000 },
    );
  });

  it('does not take a dot after a bare LF or in the middle of a line for the end', () => {
    expect(received(['a\n.\r\nb.\r\nc\r.\r\n']).rest).toBeUndefined();
  });

  it('strips the dot of a line that the server forgot to stuff', () => {
    expect(received(['.a\r\n.\r\n'])).toEqual({ message: 'a\r\n', rest: '' });
  });

  it('gives no byte of an unfinished end', () => {
    expect(received(['a\r\n.\r']).message).toBe('a');
  });
});
