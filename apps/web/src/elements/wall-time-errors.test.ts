import { describe, expect, it } from 'vitest';
import { nl } from '../text/nl/index.ts';
import { translator } from '../text/translate.ts';
import { wallTimeErrors } from './wall-time-errors.ts';

const t = translator(nl);
const NOW = new Date('2026-11-23T16:00:00Z');

describe('a moment that is asked for', () => {
  it('needs a date and a time', () => {
    expect(wallTimeErrors({ date: '', time: '09:00' }, NOW, t)).toEqual({ date: 'Vul dit veld in.' });
    expect(wallTimeErrors({ date: '2026-12-01', time: '' }, NOW, t)).toEqual({ time: 'Vul dit veld in.' });
  });

  it('lies ahead by the clock of Amsterdam', () => {
    expect(wallTimeErrors({ date: '2026-11-23', time: '17:00' }, NOW, t)).toEqual({
      date: 'Kies een moment in de toekomst.',
    });
    expect(wallTimeErrors({ date: '2026-11-23', time: '17:01' }, NOW, t)).toEqual({});
  });
});
