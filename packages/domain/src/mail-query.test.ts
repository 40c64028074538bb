import { describe, expect, it } from 'vitest';
import { mailQuery } from './mail-query.ts';

describe('what was typed to find a mail', () => {
  it('is nothing when it is empty', () => {
    expect(mailQuery(null)).toBeNull();
    expect(mailQuery('  ')).toBeNull();
  });

  it.each(['<a.b@example.nl>', 'a.b@example.nl', ' <a.b@example.nl '])('may be a Message-ID, as %j', (typed) => {
    expect(mailQuery(typed)?.messageIds).toEqual(['<a.b@example.nl>', 'a.b@example.nl']);
  });

  it('may be an id of ours', () => {
    const id = '3F0E9C1A-5b0e-4c53-9d43-0d1f5f6a7b21';

    expect(mailQuery(id)?.id).toBe(id.toLowerCase());
    expect(mailQuery('3f0e9c1a')?.id).toBeNull();
  });

  it('may be a hash, from its first eight digits on', () => {
    expect(mailQuery('AB12cd34')?.sha256).toBe('ab12cd34');
    expect(mailQuery('f'.repeat(64))?.sha256).toBe('f'.repeat(64));
    expect(mailQuery('ab12cd3')?.sha256).toBeNull();
    expect(mailQuery('f'.repeat(65))?.sha256).toBeNull();
  });

  it('may be a unique-id, which has no spaces', () => {
    expect(mailQuery('0000a3.5f')?.uniqueId).toBe('0000a3.5f');
    expect(mailQuery('losse stoeptegel')?.uniqueId).toBeNull();
  });

  it.each([
    ['3f0e9c1a-5b0e-4c53-9d43-0d1f5f6a7b21', true],
    ['<a.b@example.nl>', true],
    ['a.b@example.nl', true],
    ['f'.repeat(64), true],
    ['20261125', false],
    ['0000a3.5f', false],
    ['vraag van jan@example.nl', false],
  ])('is no words where it names a mail: %j (%j)', (typed, isName) => {
    expect(mailQuery(typed)?.isName).toBe(isName);
  });

  it('is always words as well', () => {
    expect(mailQuery(' losse stoeptegel ')).toEqual({
      ...{ id: null, sha256: null, messageIds: [], uniqueId: null },
      words: 'losse stoeptegel',
      isName: false,
    });
  });
});
