import { expect, it } from 'vitest';
import { type LedgerBook, ledgerCsv } from './ledger.ts';

const BOOK: LedgerBook = {
  source: { key: 'info@example.nl', kind: 'smtp', name: '=cmd("x"), of niet' },
  days: [
    {
      ...{ day: '2026-11-25', seen: null, stored: 3, ends: { onCase: 2 }, waiting: { unmatched: 1 }, finished: 2 },
      ...{ cameBack: 1, leftOnServer: 0, refusedByServer: null, notStored: null, overdue: 1 },
    },
  ],
};

it('is written as CSV, with a column for each count and state', () => {
  const [header = '', line = ''] = ledgerCsv([BOOK]).split('\r\n');

  const cells = line.replace(/"[^"]*(?:""[^"]*)*"/u, 'NAME').split(',');
  expect(header.split(',')).toHaveLength(cells.length);
  const shown = Object.fromEntries(header.split(',').map((name, at) => [name, cells[at]]));
  expect(shown).toMatchObject({
    ...{ source_kind: 'smtp', source: 'info@example.nl', day: '2026-11-25', seen: '', stored: '3', onCase: '2' },
    ...{ unmatched: '1', caseStarted: '0', overdue: '1' },
  });
});

it('holds no cell that a spreadsheet would run, and quotes what holds a comma', () => {
  expect(ledgerCsv([BOOK])).toContain(`"'=cmd(""x""), of niet"`);
});
