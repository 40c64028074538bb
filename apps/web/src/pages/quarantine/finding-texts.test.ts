import { expect, it } from 'vitest';
import type { Verdict } from '../../api/contract.ts';
import { nl } from '../../text/nl/index.ts';
import { translator } from '../../text/translate.ts';
import { findingTexts } from './finding-texts.ts';

const t = translator(nl);

const VERDICT: Verdict = {
  virus: { outcome: 'clean', signature: null, scanner: 'clamd', testSignaturesOnly: false },
  spam: { action: 'no action', score: 1, required: 15, symbols: [], degraded: false },
  parts: [],
  policy: [],
  authentication: null,
};

const part = (more: Partial<Verdict['parts'][number]>) => ({
  ...{ ordinal: 0, filename: 'factuur.com', contentType: 'application/x-msdownload', sha256: '', size: 68 },
  ...{ outcome: 'infected' as const, signature: 'Eicar' },
  ...more,
});

it('names each part that is not clean, and counts those that are', () => {
  const virus = { ...VERDICT.virus, outcome: 'infected' as const, signature: 'Eicar' };
  const parts = [part({}), part({ ordinal: 1, filename: null, outcome: 'unscannable', signature: null })];

  expect(findingTexts({ verdict: { ...VERDICT, virus, parts }, clean: 1 }, t, 'nl')).toEqual([
    'factuur.com: Eicar',
    'application/x-msdownload: Niet te scannen',
    'onderdelen zonder virus: 1',
  ]);
});

it('says what the mail as a whole is where no part says it', () => {
  const virus = { ...VERDICT.virus, outcome: 'unscannable' as const };

  expect(findingTexts({ verdict: { ...VERDICT, virus }, clean: 0 }, t, 'nl')).toEqual(['hele mail: Niet te scannen']);
});

it('tells the points of spam and the files that a rule is about', () => {
  const spam = { ...VERDICT.spam, action: 'reject' as const, score: 18.25 };
  const policy = [{ rule: 'attachmentType', filename: 'a.zip/b.exe', kind: 'exe', action: 'quarantine' }] as const;

  expect(findingTexts({ verdict: { ...VERDICT, spam, policy: [...policy] }, clean: 0 }, t, 'nl')).toEqual([
    'a.zip/b.exe: Soort bestand (exe)',
    'spamfilter: 18,3 van 15 punten',
  ]);
});
