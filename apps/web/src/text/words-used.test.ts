import { describe, expect, it } from 'vitest';
import { nl } from './nl/index.ts';

const sources = Object.entries(
  import.meta.glob<string>('../**/*.{ts,tsx}', { eager: true, query: '?raw', import: 'default' }),
).filter(([path]) => !path.includes('.test.') && !/^\.\/(nl|en)\//.test(path));

/** Keys are written whole, or with their last word from a value: `inbound.${state}`, or by a badge of that kind. */
function isUsed(key: string): boolean {
  const kind = key.slice(0, key.lastIndexOf('.'));
  const forms = [`'${key}'`, `\`${kind}.\${`, `of="${kind}"`];
  return sources.some(([, text]) => forms.some((form) => text.includes(form)));
}

describe('the words of the pages', () => {
  it('are each used somewhere', () => {
    const unused = Object.keys(nl).filter((key) => !isUsed(key));

    expect(unused).toEqual([]);
  });
});
