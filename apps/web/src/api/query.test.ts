import { expect, it } from 'vitest';
import { query } from './query.ts';

it('writes what is asked behind the path, and leaves out what is empty', () => {
  expect(query('/cases', { q: 'boom & tak', limit: 25, state: null })).toBe('/cases?q=boom+%26+tak&limit=25');
  expect(query('/cases', { q: '' })).toBe('/cases');
});
