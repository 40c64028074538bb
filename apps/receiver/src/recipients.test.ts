import { expect, test } from 'vitest';
import { matching, recipientFinder } from './recipients.ts';

const own = [
  ...['Loket@gemeente.nl', 'bezwaar@gemeente.nl', 'info@gemeente.nl', 'INFO@Gemeente.nl', 'post@müller.nl'],
  ...['wob@gemeente.nl', 'wob@andere.nl', 'tips+snel@gemeente.nl'],
];
const platform = 'voorbeeld.zaakpost.test';

test.each([
  ['an address of ours, whatever its case', 'LOKET@Gemeente.nl', 'Loket@gemeente.nl'],
  ['the alias with the same local part', 'bezwaar@voorbeeld.zaakpost.test', 'bezwaar@gemeente.nl'],
  ['the alias, whatever its case', 'Bezwaar@Voorbeeld.Zaakpost.test', 'bezwaar@gemeente.nl'],
  ['an address that two profiles name', 'info@voorbeeld.zaakpost.test', 'info@gemeente.nl'],
  ['a domain with an umlaut', 'post@MÜLLER.nl', 'post@müller.nl'],
  ['the same domain as DNS has it', 'post@xn--mller-kva.nl', 'post@müller.nl'],
  ['what a sender put behind a plus', 'loket+zaak-12@gemeente.nl', 'Loket@gemeente.nl'],
  ['a plus in the alias', 'Loket+a+b@voorbeeld.zaakpost.test', 'Loket@gemeente.nl'],
  ['an address of ours that has a plus itself', 'tips+snel@voorbeeld.zaakpost.test', 'tips+snel@gemeente.nl'],
])('%s is known', (_, recipient, address) => {
  expect(matching(recipient, own, platform)).toBe(address);
});

test.each([
  ['an alias that stands for two addresses', 'wob@voorbeeld.zaakpost.test', 'wob@voorbeeld.zaakpost.test'],
  ['the postmaster', 'Postmaster@voorbeeld.zaakpost.test', 'postmaster@voorbeeld.zaakpost.test'],
  ['the postmaster without a domain', 'postMaster', 'postmaster@voorbeeld.zaakpost.test'],
])('%s is known by its own name, for a person to sort', (_, recipient, address) => {
  expect(matching(recipient, own, platform)).toBe(address);
});

test.each([
  ['another local part at the platform', 'algemeen@voorbeeld.zaakpost.test'],
  ['our local part at another domain', 'loket@elders.nl'],
  ['a domain that ends like the platform', 'loket@x.voorbeeld.zaakpost.test'],
  ['nothing before the @', '@gemeente.nl'],
  ['nothing before the plus', '+loket@gemeente.nl'],
  ['the part before a plus that an address of ours has', 'tips@gemeente.nl'],
  ['the postmaster of a domain that is not the platform', 'postmaster@gemeente.nl'],
  ['no domain', 'loket'],
])('%s is not known', (_, recipient) => {
  expect(matching(recipient, own, platform)).toBeNull();
});

test('what is asked at the same moment is looked up once; only who is known is known for a second', async () => {
  let lookups = 0;
  let now = 0;
  let own = ['loket@gemeente.nl'];
  const active = async (type: string) => {
    if (type === 'incomingMail') lookups += 1;
    return type === 'incomingMail' ? own.map((address) => ({ settings: { address } }) as never) : [];
  };
  const find = recipientFinder({ active }, platform, () => now);

  expect(await Promise.all([find('loket@gemeente.nl'), find('nieuw@gemeente.nl')])).toEqual([
    'loket@gemeente.nl',
    null,
  ]);
  own = ['nieuw@gemeente.nl'];
  now = 999;
  expect(await find('loket@gemeente.nl')).toBe('loket@gemeente.nl');
  expect(lookups).toBe(1);
  expect(await find('nieuw@gemeente.nl')).toBe('nieuw@gemeente.nl');
  now = 2_000;
  expect(await find('loket@gemeente.nl')).toBeNull();
  expect(lookups).toBe(3);
});
