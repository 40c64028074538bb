import { expect, test } from 'vitest';
import { parametersOf } from './parameters.ts';

test.each<[string, string, Record<string, string>]>([
  ['text/plain; charset=UTF-8', 'text/plain', { charset: 'UTF-8' }],
  ['TEXT/Plain;charset="utf-8"; format=flowed', 'text/plain', { charset: 'utf-8', format: 'flowed' }],
  ['text/plain charset=utf-8', 'text/plain', { charset: 'utf-8' }],
  ['text/plain; charset=us-ascii (gewoon); x=y', 'text/plain', { charset: 'us-ascii', x: 'y' }],
  ['a/b; name=Een brief (1).pdf; x=y', 'a/b', { name: 'Een brief (1).pdf', x: 'y' }],
  ['a/b; name="a;b (1) \\"c\\".pdf"', 'a/b', { name: 'a;b (1) "c".pdf' }],
  ['a/b; name="C:\\brieven\\a.doc"', 'a/b', { name: 'C:\\brieven\\a.doc' }],
  ['a/b; name="zonder einde.pdf', 'a/b', { name: 'zonder einde.pdf' }],
  ["a/b; name*=utf-8'nl'%C3%A9%C3%A9n.pdf", 'a/b', { name: 'één.pdf' }],
  ["a/b; name*0*=iso-8859-1''%E9; name*1=%E9; name*2*=n.pdf", 'a/b', { name: 'é%E9n.pdf' }],
  ['a/b; name*1=n.pdf; name*0="ee"', 'a/b', { name: 'een.pdf' }],
  ["a/b; name=anders.pdf; name*=utf-8''een.pdf", 'a/b', { name: 'een.pdf' }],
  ['a/b; name="=?utf-8?Q?=C3=A9=C3=A9n?=.pdf"', 'a/b', { name: 'één.pdf' }],
  ['a/b; name="caf\xe9.pdf"', 'a/b', { name: 'café.pdf' }],
  ['a/b; name="caf\xc3\xa9.pdf"', 'a/b', { name: 'café.pdf' }],
  ['charset=utf-8', '', { charset: 'utf-8' }],
  ['', '', {}],
])('%s', (field, value, parameters) => {
  const read = parametersOf(field);

  expect(read.value).toBe(value);
  expect(Object.fromEntries(read.parameters)).toEqual(parameters);
});
