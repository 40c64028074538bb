import { describe, expect, it } from 'vitest';
import type { Party } from '../api/contract.ts';
import { nl } from '../text/nl/index.ts';
import { translator } from '../text/translate.ts';
import { firstChoice, recipientsError, recipientsOf } from './recipients.ts';

const t = translator(nl);
const parties: Party[] = [
  { role: 'requestor', name: 'Fatima', address: 'fatima@example.nl' },
  { role: 'assignee', name: 'De Boer', address: null },
];

describe('recipients', () => {
  it('begin with the requestor', () => {
    expect(firstChoice(parties)).toEqual({ chosen: ['fatima@example.nl'], other: '' });
  });

  it('are the chosen parties with their names and the typed addresses, each once', () => {
    const found = recipientsOf({ chosen: ['fatima@example.nl'], other: 'a@b.nl; fatima@example.nl,c@d.nl' }, parties);

    expect(found).toEqual([
      { address: 'fatima@example.nl', name: 'Fatima' },
      { address: 'a@b.nl', name: '' },
      { address: 'c@d.nl', name: '' },
    ]);
  });

  it('are at least one', () => {
    expect(recipientsError([], t)).toBe('Kies of vul ten minste één ontvanger in.');
  });

  it.each(['piet', 'piet@', '@example.nl', 'p i@example.nl', 'piet@localhost', '"x"@example.nl'])(
    'are not %s',
    (address) => {
      expect(recipientsError([{ address, name: '' }], t)).toContain(address);
    },
  );

  it('are fine when all look like addresses', () => {
    expect(recipientsError([{ address: "o'neill+zaak@sub.example.nl", name: '' }], t)).toBeUndefined();
  });
});
