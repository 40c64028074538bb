import { expect, it } from 'vitest';
import { namesIn } from './certificate.ts';

it.each([
  ['', []],
  ['DNS:pop.example.com', ['pop.example.com']],
  ['DNS:localhost, IP Address:127.0.0.1, DNS:*.example.com', ['localhost', '127.0.0.1', '*.example.com']],
  ['URI:https://example.com/, email:a@example.com, DNS:pop.example.com', ['pop.example.com']],
  ['DNS:"a.example, DNS:b.example", DNS:c.example', ['a.example, DNS:b.example', 'c.example']],
  [
    Array.from({ length: 30 }, (_, n) => `DNS:${n}.example`).join(', '),
    Array.from({ length: 20 }, (_, n) => `${n}.example`),
  ],
])('a certificate for %j names %j', (subjectAltName, names) => {
  expect(namesIn(subjectAltName)).toEqual(names);
});
