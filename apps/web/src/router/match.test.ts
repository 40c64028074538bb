import { describe, expect, it } from 'vitest';
import { match } from './match.ts';

describe('a path', () => {
  it('gives the values of the places in its pattern', () => {
    expect(match('/cases/:number/:section?', '/cases/1458/documents')).toEqual({
      number: '1458',
      section: 'documents',
    });
  });

  it('may leave out an optional place', () => {
    expect(match('/cases/:number/:section?', '/cases/1458')).toEqual({ number: '1458' });
  });

  it('is decoded, or taken as it is when it cannot be', () => {
    expect(match('/mails/:id', '/mails/a%20b')).toEqual({ id: 'a b' });
    expect(match('/mails/:id', '/mails/%zz')).toEqual({ id: '%zz' });
  });

  it.each(['/cases', '/mails/1', '/cases/1/documents/2'])('of another page does not match: %s', (path) => {
    expect(match('/cases/:number/:section?', path)).toBeNull();
  });
});
