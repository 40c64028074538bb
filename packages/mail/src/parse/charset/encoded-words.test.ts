import { expect, test } from 'vitest';
import { decodeText } from './encoded-words.ts';

test.each([
  ['gewoon', 'gewoon'],
  ['=?utf-8?Q?caf=C3=A9_ol=c3=a9?=', 'café olé'],
  ['=?UTF-8?b?w6nDqW4?=', 'één'],
  ['a =?utf-8?Q?b?= c', 'a b c'],
  ['=?utf-8?Q?a?= =?utf-8?Q?b?=', 'ab'],
  ['=?utf-8?Q?a?==?utf-8?Q?b?=', 'ab'],
  ['=?utf-8*nl?Q?=C3=A9?=', 'é'],
  ['=?utf-8?Q?een woord met spaties?=', 'een woord met spaties'],
  ['=?utf-8?Q?Wat nu??=', 'Wat nu?'],
  ['=?utf-8?B?w6nD?= =?utf-8?B?qW4=?=', 'één'],
  ['=?utf-8?Q?=C3?= =?utf-8?Q?=A9?=', 'é'],
  ['=?iso-2022-jp?B?GyRCJCIbKEI=?= =?iso-2022-jp?B?GyRCJCQbKEI=?=', 'あい'],
  ['=?utf-7?Q?caf+AOk-?=', 'café'],
  ['=?iso-8859-1?Q?caf\xe9_ol=E9?=', 'café olé'],
  ['=?x-unknown?Q?caf=E9?=', 'café'],
  ['=?NONE?B?VEVTVA=?=', 'TEST'],
  ['=?utf-8?B?w6nDqW4', 'één'],
  ['=?utf-8?B??=', ''],
  ['x =? y =?a?b', 'x =? y =?a?b'],
  ['caf\xe9', 'café'],
  ['caf\xc3\xa9', 'café'],
])('%j says %j', (sent, text) => {
  expect(decodeText(sent)).toBe(text);
});

test('raw bytes that are no UTF-8 are read by the charset that the mail names', () => {
  expect(decodeText('\xf0\xd2', 'koi8-r')).toBe('Пр');
  expect(decodeText('caf\xe9', 'utf-8')).toBe('café');
});
