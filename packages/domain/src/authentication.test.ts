import { expect, it } from 'vitest';
import { type Authentication, failsDmarc, foundOf } from './authentication.ts';

const checked = (domain: string | null): Authentication => ({
  spf: { result: 'pass', domain, aligned: true, why: null, reportedBy: null },
  dkim: [],
  dmarc: { result: domain === null ? 'none' : 'pass', domain, policy: null, why: null },
  arc: { result: 'none', domain: null, hops: 0, why: null },
});

const authors = (...addresses: string[]) => addresses.map((address) => ({ address }));

it.each<[string, string | null, string[]]>([
  ['the one that is shown', 'example.nl', ['jan@example.nl']],
  ['each of those that are shown', 'example.nl', ['jan@example.nl', 'Piet@Example.NL']],
  ['the one that is shown, by its name in DNS', 'xn--mller-kva.nl', ['jan@müller.nl']],
  ['the one that is shown, with the dot of the root', 'example.nl', ['jan@example.nl.']],
  ['one beside whom something is shown that is no address', 'example.nl', ['jan@example.nl', 'niemand']],
  ['nobody, where nobody is shown', null, []],
])('what was found of %s stands', (_, domain, shown) => {
  expect(foundOf(checked(domain), authors(...shown))).toEqual(checked(domain));
});

it.each<[string, string | null, string[]]>([
  ['somebody else', 'evil.example', ['jan@example.nl']],
  ['one of two that are shown', 'evil.example', ['x@evil.example', 'jan@example.nl']],
  ['nobody, where somebody is shown', null, ['jan@example.nl']],
  ['somebody whose domain only looks alike', 'example.nl', ['jan@evil.example.nl']],
])('what was found of %s does not count', (_, domain, shown) => {
  const found = foundOf(checked(domain), authors(...shown));

  expect(found.dmarc).toMatchObject({ result: 'permerror', why: 'severalAuthors' });
  expect(failsDmarc(found)).toBe(true);
});
