import { expect, it } from 'vitest';
import { nl } from '../text/nl/index.ts';
import { translator } from '../text/translate.ts';
import { whyText } from './why-text.ts';

const t = translator(nl);

it('names the rule, what matched and whether the sender is known', () => {
  const text = whyText({ rule: 'subjectCode', matched: '1458-ae34dc', sender: 'unknown', wrongCodes: [] }, t);

  expect(text).toBe(
    'De code van de zaak staat in het onderwerp; gevonden: 1458-ae34dc; afzender is niet bekend op de zaak',
  );
});

it('counts codes that were wrong', () => {
  const text = whyText({ rule: 'noProfile', matched: null, sender: 'notChecked', wrongCodes: [{}, {}] }, t);

  expect(text).toBe('Geen zaak en geen koppelprofiel past; foute codes: 2');
});
