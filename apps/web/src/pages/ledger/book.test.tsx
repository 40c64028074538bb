import { expect, it } from 'vitest';
import type { Ledger, LedgerBook } from '../../api/contract.ts';
import { rendered } from '../../rendered.tsx';
import { Book } from './book.tsx';
import { Differences } from './differences.tsx';

const SPAN = { from: '2026-11-24', to: '2026-11-25' };

const BOOK: LedgerBook = {
  source: { key: 'b1', kind: 'pop3', name: 'Algemeen' },
  days: [
    {
      ...{ day: '2026-11-25', seen: 7, stored: 5, ends: { onCase: 3 }, waiting: { unmatched: 2 }, finished: 3 },
      ...{ cameBack: 1, leftOnServer: 0, refusedByServer: 1, notStored: 1, overdue: 0 },
    },
  ],
};

const text = (html: string) => html.replaceAll('&amp;', '&');

it('leads from each number to the mails that it counts', () => {
  const html = text(rendered(<Book book={BOOK} span={SPAN} />, 'operator'));

  for (const query of ['state=stored', 'state=onCase', 'state=unmatched']) {
    expect(html).toContain(`href="/mails?${query}&source=b1&from=2026-11-25&to=2026-11-25"`);
  }
  expect(html).toContain('href="/ledger/not-stored?source=b1&from=2026-11-25&to=2026-11-25"');
  expect(html).toContain('href="/ledger/not-stored?refused=true&source=b1&from=2026-11-25&to=2026-11-25"');
});

it('shows a mailbox the days on which nothing came, and other sources only those on which something did', () => {
  const days = (book: LedgerBook) => rendered(<Book book={book} span={SPAN} />, 'operator').split('<time').length - 1;

  expect(days(BOOK)).toBe(2);
  expect(days({ ...BOOK, source: { key: 'a@b.nl', kind: 'smtp', name: 'a@b.nl' } })).toBe(1);
});

it('says what does not add up over all sources, or that everything does', () => {
  const ledger: Ledger = { ...SPAN, zone: 'Europe/Amsterdam', books: [BOOK] };
  const calm = { ...ledger, books: [{ ...BOOK, days: [] }] };

  expect(rendered(<Differences ledger={ledger} />, 'operator')).toContain('1 gezien op de server en niet opgeslagen');
  expect(rendered(<Differences ledger={calm} />, 'operator')).toContain('Geen verschillen');
});
