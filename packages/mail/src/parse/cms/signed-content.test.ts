import fc from 'fast-check';
import { expect, test } from 'vitest';
import { signedData } from './cms-builder.fixture.ts';
import { signedContent } from './signed-content.ts';

test.each([false, true])('what was signed comes out, in pieces: %s', (pieces) => {
  const content = Buffer.from('Content-Type: text/plain\r\n\r\nGetekend\r\n');

  expect(signedContent(signedData(content, pieces))).toEqual(content);
});

test('whatever bytes come, they are read in bounds', () => {
  const good = signedData(Buffer.from('tekst die getekend is'), true);

  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.uint8Array({ minLength: 1, maxLength: 4 }), (at, noise) => {
      const damaged = Buffer.from(good);
      damaged.set(noise.slice(0, damaged.length - at), at);

      expect(signedContent(damaged)?.length ?? 0).toBeLessThan(200);
    }),
    { numRuns: 2_000 },
  );
  expect(signedContent(Buffer.alloc(1_000_000, Buffer.of(0x30, 0x80)))).toBeNull();
});
