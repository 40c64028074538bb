import { expect, it } from 'vitest';
import { nl } from '../text/nl/index.ts';
import { translator } from '../text/translate.ts';
import { mendText } from './mend-text.ts';

const t = translator(nl);

it('says what mends this very error where that is known', () => {
  expect(mendText('pop3-login-refused', t)).toContain('wachtwoord');
});

it('says what mends the part that failed, and otherwise where to look', () => {
  expect(mendText('clamd-unfit', t)).toBe(nl['mend.clamd']);
  expect(mendText('template-incomplete', t)).toBe(nl['mend.any']);
});
