import { expect, test } from 'vitest';
import { matching } from './recipients.ts';

const own = ['Loket@gemeente.nl', 'bezwaar@gemeente.nl'];
const platform = 'voorbeeld.zaakpost.test';

test.each([
  ['an address of ours, whatever its case', 'LOKET@Gemeente.nl', 'Loket@gemeente.nl'],
  ['the alias with the same local part', 'bezwaar@voorbeeld.zaakpost.test', 'bezwaar@gemeente.nl'],
  ['the alias, whatever its case', 'Bezwaar@Voorbeeld.Zaakpost.test', 'bezwaar@gemeente.nl'],
])('%s is known', (_, recipient, address) => {
  expect(matching(recipient, own, platform)).toBe(address);
});

test.each([
  ['another local part at the platform', 'info@voorbeeld.zaakpost.test'],
  ['our local part at another domain', 'loket@elders.nl'],
  ['a domain that ends like the platform', 'loket@x.voorbeeld.zaakpost.test'],
  ['nothing before the @', '@gemeente.nl'],
])('%s is not known', (_, recipient) => {
  expect(matching(recipient, own, platform)).toBeNull();
});
