import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataDecoder } from './data-decoder.ts';

const next = 'MAIL FROM:<a@b.nl>\r\n';

/** What RFC 5321 has a client send for these bytes, which end in CR LF or are none. */
const stuffed = (message: string) => `${message.replace(/^\./, '..').replaceAll('\r\n.', '\r\n..')}.\r\n`;

function decoded(chunks: readonly string[]): { message: string; rest: string | undefined; bare: boolean } {
  const decoder = new DataDecoder();
  let message = '';
  for (const [index, chunk] of chunks.entries()) {
    const { bytes, rest } = decoder.push(Buffer.from(chunk, 'latin1'));
    message += bytes.toString('latin1');
    if (rest !== undefined) {
      return { message, rest: rest.toString('latin1') + chunks.slice(index + 1).join(''), bare: decoder.bareLineEnds };
    }
  }
  return { message, rest: undefined, bare: decoder.bareLineEnds };
}

const isBare = (message: string) => /\r(?!\n)|(?<!\r)\n/u.test(message);

describe('a message', () => {
  it.each([
    '',
    '\r\n',
    '.\r\n',
    '..\r\n...\r\n.\r\n',
    'a\r\n.b\r\n',
    'a\r\n.\rb\r\n',
    'a\n.\n.\r\n',
    '\n.\r\n.\r\n',
    '\r\r\n.\r\r\n',
    '.\r\r\n..\r\n',
    '\0\xff.\r\n.\xff\0\r\n',
  ])('that is %j comes out so however one or two cuts fall', (message) => {
    const wire = stuffed(message) + next;

    for (let first = 0; first <= wire.length; first += 1) {
      for (let second = first; second <= wire.length; second += 1) {
        const chunks = [wire.slice(0, first), wire.slice(first, second), wire.slice(second)];
        expect(decoded(chunks)).toEqual({ message, rest: next, bare: isBare(message) });
      }
    }
  });

  it('comes out byte for byte, whatever line ends and dots it holds and wherever it was cut', () => {
    const text = fc.string({ unit: fc.constantFrom('.', '\r\n', '\r', '\n', 'a', '\r\n.'), maxLength: 60 });
    const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 });

    fc.assert(
      fc.property(text, sizes, (body, lengths) => {
        const message = `${body}\r\n`;
        const chunks: string[] = [];
        let left = stuffed(message) + next;
        for (let turn = 0; left !== ''; turn += 1) {
          chunks.push(left.slice(0, lengths[turn % lengths.length]));
          left = left.slice(lengths[turn % lengths.length]);
        }
        expect(decoded(chunks)).toEqual({ message, rest: next, bare: isBare(message) });
      }),
      { numRuns: 2_000 },
    );
  });

  // SEC Consult, December 2023; CVE-2023-51764, -51765, -51766 and what was found after them.
  it.each([
    '\n.\n',
    '\n.\r\n',
    '\r\n.\n',
    '\r.\r',
    '\r\n.\r',
    '\r\n\0.\r\n',
    '\r\n.\0\r\n',
    '\r.\r\n',
    '\n.\r',
    '\r\n. \r\n',
  ])('does not end at %j', (smuggled) => {
    const { message, rest } = decoded([`a${smuggled}${next}b\r\n.\r\n`]);

    expect(rest).toBe('');
    expect(message).toMatch(/MAIL FROM:<a@b.nl>\r\nb\r\n$/u);
  });

  it('gives no byte of an end that is not finished', () => {
    expect(decoded(['a\r\n.\r'])).toEqual({ message: 'a\r\n', rest: undefined, bare: false });
  });
});
