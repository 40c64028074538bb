import { Alert, Heading2, Paragraph } from '@utrecht/component-library-react';
import type { Ledger, LedgerDay } from '../../api/contract.ts';
import { query } from '../../api/query.ts';
import { Link } from '../../router/link.tsx';
import { useText } from '../../text/text-context.tsx';

/** What does not add up over the whole span, with the way to the very mails; or that everything does. */
export function Differences({ ledger: { books, from, to } }: { ledger: Ledger }) {
  const { t } = useText();
  const sum = (of: (day: LedgerDay) => number | null) =>
    books.flatMap(({ days }) => days).reduce((total, day) => total + (of(day) ?? 0), 0);
  const source = books.length === 1 ? books[0]?.source.key : null;
  const [notStored, overdue] = [sum((day) => day.notStored), sum((day) => day.overdue)];
  if (notStored + overdue === 0) return <Paragraph>{t('ledger.noDifference')}</Paragraph>;
  return (
    <Alert type="warning">
      <Heading2 className="zp-note-title">{t('ledger.differences')}</Heading2>
      <ul className="zp-plain-list">
        {notStored > 0 ? (
          <li>
            <Link to={query('/ledger/not-stored', { source, from, to })}>
              {t('ledger.notStored', { n: notStored })}
            </Link>
          </li>
        ) : null}
        {overdue > 0 ? (
          <li>
            <Link to={query('/mails', { overdue: 'true', source, from, to })}>
              {t('ledger.overdue', { n: overdue })}
            </Link>
          </li>
        ) : null}
      </ul>
    </Alert>
  );
}
