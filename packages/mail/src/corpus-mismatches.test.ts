import { expect, test } from 'vitest';
import { mismatches } from './corpus-mismatches.ts';

const got = {
  subject: 'Een\r\ntwee\r\n',
  date: null,
  attachments: [
    { filename: 'a.pdf', size: 3 },
    { filename: 'b.pdf', size: 4 },
  ],
};

test.each([
  ['a field that is not asked for', { subject: 'Een\ntwee' }],
  ['words within a text', { subject: { contains: ['Een', 'twee'], lacks: 'drie' } }],
  ['words within a list', { attachments: { contains: '"a.pdf"' } }],
  ['part of each entry', { attachments: [{ size: 3 }, { filename: 'b.pdf' }] }],
  ['nothing where nothing is', { date: null, attachments: [{}, {}] }],
])('%s is no mismatch', (_, wanted) => {
  expect(mismatches(wanted, got)).toEqual([]);
});

test.each([
  ['another text', { subject: 'Een' }, '.subject'],
  ['words that are missing', { subject: { contains: ['Een', 'drie'] } }, '.subject'],
  ['words that may not be there', { subject: { contains: 'Een', lacks: ['twee'] } }, '.subject'],
  ['an entry too few', { attachments: [{ filename: 'a.pdf' }] }, '.attachments'],
  ['another order', { attachments: [{ filename: 'b.pdf' }, { filename: 'a.pdf' }] }, '.attachments[0].filename'],
  ['a field that is not there', { html: null }, '.html'],
  ['something where nothing is', { date: '2026-11-25T00:00:00.000Z' }, '.date'],
])('%s is a mismatch, told by its place', (_, wanted, at) => {
  expect(mismatches(wanted, got)[0]).toMatch(new RegExp(`^${at.replace(/[.[\]]/gu, '\\$&')}: wanted `, 'u'));
});
