import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recorded, recordedJson } from './recorded-text.ts';

const units = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) });

describe('text that goes on record', () => {
  it('is bounded, well formed and without NUL, whatever it was', () => {
    fc.assert(
      fc.property(units, fc.nat(20), (text, most) => {
        const kept = recorded(text, most);

        expect(kept.length).toBeLessThanOrEqual(most);
        expect(kept.isWellFormed()).toBe(true);
        expect(kept).not.toContain('\0');
      }),
    );
  });

  it('is so too inside a record', () => {
    expect(recordedJson({ why: ['a\0b', 'long enough'], n: 1 }, 4)).toEqual({ why: ['ab', 'long'], n: 1 });
  });
});
