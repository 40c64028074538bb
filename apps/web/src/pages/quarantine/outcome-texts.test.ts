import { expect, it } from 'vitest';
import { nl } from '../../text/nl/index.ts';
import { translator } from '../../text/translate.ts';
import { outcomeTexts } from './outcome-texts.ts';

const t = translator(nl);
const results = (...outcomes: ('done' | 'gone' | 'forbidden')[]) => ({
  results: outcomes.map((outcome, at) => ({ id: String(at), outcome })),
});

it('counts what was done first, then what was not and why', () => {
  expect(outcomeTexts(results('gone', 'done', 'forbidden', 'done'), 'release', t)).toEqual([
    'Vrijgegeven: 2',
    'Niet meer in quarantaine, iemand was sneller: 1',
    'Met een virus, alleen voor een beheerder: 1',
  ]);
});

it('says so when nothing could be done', () => {
  expect(outcomeTexts(results('gone'), 'delete', t)[0]).toBe('Verwijderd: 0');
});
