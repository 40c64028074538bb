import { expect, test } from 'vitest';
import { pathOf } from './path.ts';

test.each([
  ['FROM:<jan@example.nl>', 'jan@example.nl'],
  ['from:<jan@example.nl>', 'jan@example.nl'],
  ['FROM: <jan@example.nl>', 'jan@example.nl'],
  ['FROM:<>', ''],
  ['FROM:< jan@example.nl >', 'jan@example.nl'],
  ['FROM:jan@example.nl', 'jan@example.nl'],
  ['FROM:<@relay.nl,@hop.nl:jan@example.nl>', 'jan@example.nl'],
  ['FROM:<"jan de > vries"@example.nl>', '"jan de > vries"@example.nl'],
  ['FROM:<"a@b"@example.nl>', '"a@b"@example.nl'],
  ['FROM:<.dots..everywhere.@example.ne.jp>', '.dots..everywhere.@example.ne.jp'],
  ['FROM:<jan@[192.0.2.1]>', 'jan@[192.0.2.1]'],
  ['FROM:<jan@[IPv6:2001:db8::1]>', 'jan@[IPv6:2001:db8::1]'],
  ['FROM:<jörg@müller.example>', 'jörg@müller.example'],
  ['FROM:<SRS0=a/b=Xy=example.nl=jan@forward.nl>', 'SRS0=a/b=Xy=example.nl=jan@forward.nl'],
  ['FROM:<root>', 'root'],
])('%j names %j', (argument, address) => {
  expect(pathOf(argument, 'FROM')?.address).toBe(address);
});

test('parameters have names in capitals, with a value or without', () => {
  const path = pathOf('FROM:<a@b.nl>  size=12 SMTPUTF8 Body=8BITMIME', 'FROM');

  expect(Object.fromEntries(path?.parameters ?? [])).toEqual({ SIZE: '12', SMTPUTF8: null, BODY: '8BITMIME' });
});

test.each([
  '',
  'FROM',
  'FROM:',
  'TO:<a@b.nl>',
  'FROM <a@b.nl>',
  'FROM:<a@b.nl',
  'FROM:a@b.nl>',
  'FROM:<a b@c.nl>',
  'FROM:<a@b.nl><c@d.nl>',
  'FROM:<<a@b.nl>>',
  'FROM:<a@b@c.nl>',
  'FROM:<@b.nl>',
  'FROM:<"a@b.nl>',
  `FROM:<${'a'.repeat(400)}@b.nl>`,
  'FROM:<a@b.nl> SIZE=1 SIZE=2',
  'FROM:<a@b.nl> =1',
])('%j names nothing', (argument) => {
  expect(pathOf(argument, 'FROM')).toBeNull();
});
