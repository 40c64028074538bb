import { expect, it } from 'vitest';
import { fileSize, heading, subjectOf } from './heading.ts';
import { mailPage } from './page.fixture.ts';

it('names everything in Dutch, and leaves out what is empty', () => {
  const page = mailPage({ cc: 'p@burger.example', attachments: [{ filename: 'foto.jpg', size: 1_458_000 }] });

  expect(heading(page).map(({ label, values }) => `${label}: ${values.join(' / ')}`)).toEqual([
    'Van: Jan Jansen <jansen@burger.example>',
    'Aan: Gemeente Voorbeeld <post@gemeente.example>',
    'Cc: p@burger.example',
    'Onderwerp: Vraag over mijn parkeervergunning [Voorbeeld 1458-ae34dc]',
    'Datum: maandag 23 november 2026 om 14:05',
    'Zaak: 1458',
    'Bijlage: foto.jpg (1,4 MB)',
  ]);
  expect(heading(mailPage({ caseNumber: null })).map(({ label }) => label)).toEqual([
    'Van',
    'Aan',
    'Onderwerp',
    'Datum',
  ]);
});

it('lets no control or bidi character dress up an address or a file name', () => {
  const page = mailPage({ from: 'a\u202eb\u0000c\r\nd', attachments: [{ filename: 'x\u202egpj.exe', size: 1 }] });

  expect(heading(page)[0]?.values).toEqual(['ab c d']);
  expect(heading(page).at(-1)?.values).toEqual(['xgpj.exe (1 bytes)']);
});

it('has a subject where the mail has none', () => {
  expect(subjectOf(mailPage({ subject: ' \u200e ' }))).toBe('(geen onderwerp)');
});

it.each([
  [0, '0 bytes'],
  [1_023, '1023 bytes'],
  [12_700, '12 kB'],
  [1_048_576, '1,0 MB'],
])('writes %i bytes as %s', (size, written) => {
  expect(fileSize(size)).toBe(written);
});
