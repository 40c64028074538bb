import fc from 'fast-check';
import { expect, test } from 'vitest';
import { uncompressedRtf } from './compressed-rtf.ts';
import { rtfBody } from './rtf-body.ts';
import { readTnef } from './tnef.ts';
import { attachment, attribute, properties, property, tnef, unicode } from './tnef-builder.fixture.ts';

const pdf = Buffer.from('%PDF-1.4 \0\xff', 'latin1');

test('its files come out byte for byte, under their long names', () => {
  const read = readTnef(tnef(attribute(0x0002800c, Buffer.from('Hallo\0')), attachment('Reünie.pdf', pdf)));

  expect(read).toMatchObject({ whole: true, text: 'Hallo', html: null });
  expect(read.files).toEqual([{ filename: 'Reünie.pdf', contentType: 'application/pdf', contentId: '', bytes: pdf }]);
});

test('a message within it gives its files and its text', () => {
  const inner = tnef(attribute(0x0002800c, Buffer.from('binnen\0')), attachment('b.pdf', pdf));
  const read = readTnef(
    tnef(
      attribute(0x00069002, Buffer.alloc(14)),
      attribute(
        0x00069005,
        properties(unicode(0x3001, 'Brief'), property(0x0d, 0x3701, Buffer.concat([Buffer.alloc(16), inner]))),
      ),
    ),
  );

  expect(read.files.map(({ filename }) => filename)).toEqual(['Brief.txt', 'b.pdf']);
});

test('one that breaks off gives what came before, and says so', () => {
  const whole = tnef(attachment('a.pdf', pdf), attachment('b.pdf', pdf));

  const read = readTnef(whole.subarray(0, whole.length - 100));

  expect(read.whole).toBe(false);
  expect(read.files[0]).toMatchObject({ filename: 'a.pdf', bytes: pdf });
});

test('one in which something is left aside is not whole, whatever comes after it', () => {
  const within = (inner: Buffer) =>
    Buffer.concat([
      attribute(0x00069002, Buffer.alloc(14)),
      attribute(0x00069005, properties(property(0x0d, 0x3701, Buffer.concat([Buffer.alloc(16), inner])))),
    ]);
  const html = attribute(0x00069003, properties(property(0x102, 0x1013, Buffer.from('<p>binnen</p>'))));
  const leftAside = [
    attribute(0x00069002, Buffer.alloc(14)),
    Buffer.concat([attribute(0x0006800f, pdf), attribute(0x0006800f, Buffer.from('nog een'))]),
    within(tnef(attachment('b.pdf', pdf)).subarray(0, -20)),
    within(tnef(html)),
  ];

  for (const odd of leftAside) expect(readTnef(tnef(odd, attachment('a.pdf', pdf))).whole).toBe(false);
});

test('whatever bytes come, it is read in bounds and without a throw', () => {
  const good = tnef(attachment('a.pdf', pdf), attribute(0x00069003, properties(unicode(0x1000, 'tekst'))));

  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.uint8Array({ minLength: 1, maxLength: 8 }), (at, noise) => {
      const damaged = Buffer.from(good);
      damaged.set(noise.slice(0, damaged.length - at), at);

      expect(readTnef(damaged).files.length).toBeLessThan(10);
    }),
    { numRuns: 2_000 },
  );
});

test('a compressed RTF body is read, its HTML before its text', () => {
  const source = Buffer.from("{\\rtf1\\ansi\\ansicpg1252 caf\\'e9\\par \\u8364?5{\\fonttbl{\\f0 Arial;}}}", 'latin1');
  const stored = Buffer.alloc(16 + source.length);
  stored.writeUInt32LE(source.length, 4);
  stored.writeUInt32LE(0x414c454d, 8);
  source.copy(stored, 16);

  expect(rtfBody(uncompressedRtf(stored) ?? Buffer.alloc(0))).toEqual({ html: null, text: 'café\n€5' });
  expect(
    rtfBody(Buffer.from('{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag <p>}\\htmlrtf weg\\htmlrtf0 Dag{\\*\\htmltag </p>}}')),
  ).toEqual({ text: null, html: '<p>Dag</p>' });
});

test('the example of MS-OXRTFCP section 3.1 is uncompressed', () => {
  const compressed = Buffer.from(
    '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0',
    'hex',
  );

  expect(uncompressedRtf(compressed)?.toString('latin1')).toBe('{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n');
});
