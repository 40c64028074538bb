import { expect, it } from 'vitest';
import { nl } from '../text/nl/index.ts';
import { translator } from '../text/translate.ts';
import { reasonText } from './reason-text.ts';

const t = translator(nl);

it('tells in words what the scanners found', () => {
  expect(reasonText({ state: 'quarantined', reason: 'virus' }, t)).toBe('Virus gevonden');
});

it('tells in words which part failed', () => {
  expect(reasonText({ state: 'failed', reason: 'clamd-unfit' }, t)).toBe('de virusscanner is niet bereikbaar');
});

it('leaves what a person wrote as it is', () => {
  expect(reasonText({ state: 'discarded', reason: 'Reclame' }, t)).toBe('Reclame');
  expect(reasonText({ state: 'discarded', reason: 'goneFromServer' }, t)).toMatch(/^de mail was te groot/u);
});

it('is nothing when there is no reason', () => {
  expect(reasonText({ state: 'onCase', reason: null }, t)).toBeNull();
});
