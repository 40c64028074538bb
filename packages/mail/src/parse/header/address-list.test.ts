import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressList } from './address-list.ts';

const read = (value: string) => addressList(value, 100).map(({ name, address }) => `${name}|${address}`);

test.each([
  ['jan@example.nl', ['|jan@example.nl']],
  ['Jan Jansen <jan@example.nl>', ['Jan Jansen|jan@example.nl']],
  ['"Jansen, Jan" <jan@example.nl>, piet@example.nl', ['Jansen, Jan|jan@example.nl', '|piet@example.nl']],
  ['Jansen, Jan <jan@example.nl>', ['Jansen, Jan|jan@example.nl']],
  ['jan@example.nl (Jan (de) Jansen)', ['Jan (de) Jansen|jan@example.nl']],
  ['"jan jansen"@example.nl', ['|"jan jansen"@example.nl']],
  ['"jan"@example.nl', ['|jan@example.nl']],
  ['<"a@b"@example.nl>', ['|"a@b"@example.nl']],
  ['=?utf-8?Q?Jan,_Piet?= <jan@example.nl>', ['Jan, Piet|jan@example.nl']],
  ['"=?utf-8?B?w6nDqW4=?=" <een@example.nl>', ['één|een@example.nl']],
  ['=?utf-8?Q?a?= =?utf-8?Q?b?= <a@b.nl>', ['ab|a@b.nl']],
  ['Groep: a@b.nl, C <c@d.nl>;, e@f.nl', ['|a@b.nl', 'C|c@d.nl', '|e@f.nl']],
  ['undisclosed-recipients:;', []],
  ['undisclosed recipients: ;', []],
  [', , a@b.nl,', ['|a@b.nl']],
  ['a@b.nl; c@d.nl', ['|a@b.nl', '|c@d.nl']],
  ['a@b.nl c@d.nl', ['|a@b.nl', '|c@d.nl']],
  ['A <a@b.nl> C <c@d.nl>', ['A|a@b.nl', 'C|c@d.nl']],
  ['A <a@b.nl> <a@b.nl>', ['A|a@b.nl']],
  ['<@relay.nl,@x.nl:jan@example.nl>', ['|jan@example.nl']],
  ['Jan <jan@example.nl', ['Jan|jan@example.nl']],
  ['"Jan <jan@example.nl>', ['Jan|jan@example.nl']],
  ['jan . jansen @ example . nl', ['|jan.jansen@example.nl']],
  ['jan@[192.0.2.1]', ['|jan@[192.0.2.1]']],
  ['J\xc3\xbcrgen <j\xc3\xbcrgen@b\xc3\xbccher.example>', ['Jürgen|jürgen@bücher.example']],
  ['M\xfcller <m@x.nl>', ['Müller|m@x.nl']],
  ['Jan <jan@xn--bcher-kva.example>', ['Jan|jan@xn--bcher-kva.example']],
  ['root', ['|root']],
  ['Geen adres', ['Geen adres|']],
  ['Jan <>', ['|Jan']],
  ["'Jan' <jan@example.nl>", ['Jan|jan@example.nl']],
  ['', []],
])('%j', (value, found) => {
  expect(read(value)).toEqual(found);
});

test('no more are kept than were asked for, whatever stands there', () => {
  const pieces = fc.constantFrom(
    '<',
    '>',
    '"',
    '\\',
    '(',
    ')',
    ',',
    ';',
    ':',
    '@',
    ' ',
    'a',
    '=?utf-8?Q?',
    '?=',
    '\xe9',
    '[',
    ']',
  );

  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (some) => {
      const found = addressList(some.join(''), 3);

      expect(found.length).toBeLessThanOrEqual(3);
      expect(JSON.stringify(found)).not.toMatch(/\\[rn]/u);
    }),
  );
});
