import { Heading2, Paragraph, StatusBadge } from '@utrecht/component-library-react';
import { useId } from 'react';
import type { LedgerBook, LedgerDay } from '../../api/contract.ts';
import { query } from '../../api/query.ts';
import { Moment } from '../../elements/moment.tsx';
import { sourceName } from '../../elements/source-name.ts';
import { type Column, Table } from '../../elements/table.tsx';
import { Link } from '../../router/link.tsx';
import { useText } from '../../text/text-context.tsx';
import { everyDay, inRows, type LedgerRow } from './days.ts';
import { type Count, Tally } from './tally.tsx';

interface Props {
  book: LedgerBook;
  span: { from: string; to: string };
  /** Its heading; by default its name, which leads to its own ledger. */
  title?: string;
}

/** The ledger of one source: days down, counts across, each of them leading to the mails that it counts. */
export function Book({ book: { source, days }, span, title }: Props) {
  const { t } = useText();
  const id = useId();
  const isMailbox = source.kind === 'pop3';
  const name = sourceName(source, t);
  const shown = isMailbox ? inRows(everyDay(span, source.kind, days)) : days.map((day) => ({ ...day, first: day.day }));
  const columns: Column<LedgerRow>[] = [
    { title: t('ledger.column.day'), cell: (row) => <Days row={row} /> },
    ...(isMailbox
      ? [{ title: t('ledger.column.seen'), isNumber: true, cell: ({ seen }: LedgerDay) => <N of={seen} /> }]
      : []),
    {
      title: t('ledger.column.stored'),
      isNumber: true,
      cell: ({ day, stored }) => <N of={stored} to={mails(source.key, day, { state: 'stored' })} />,
    },
    { title: t('ledger.column.ends'), cell: ({ day, ends }) => <Tally counts={countsOf(ends, source.key, day)} /> },
    {
      title: t('ledger.column.waiting'),
      cell: ({ day, waiting }) => <Tally counts={countsOf(waiting, source.key, day)} />,
    },
    { title: t('ledger.column.besides'), cell: (day) => <Tally counts={besides(source.key, day)} /> },
    { title: t('ledger.column.difference'), cell: (day) => <Difference source={source.key} day={day} /> },
  ];
  return (
    <section aria-labelledby={id}>
      <Heading2 id={id}>
        {title ?? <Link to={query('/ledger', { from: span.from, to: span.to, source: source.key })}>{name}</Link>}
      </Heading2>
      {shown.length === 0 ? (
        <Paragraph>{t('ledger.noMail')}</Paragraph>
      ) : (
        <Table
          className="zp-ledger"
          caption={t('ledger.caption', { source: name })}
          columns={columns}
          items={shown}
          keyOf={({ day }) => day}
        />
      )}
    </section>
  );
}

function Days({ row: { first, day } }: { row: LedgerRow }) {
  const { t } = useText();
  const last = <Moment at={`${day}T12:00:00Z`} as="weekday" />;
  if (first === day) return last;
  return (
    <>
      <Moment at={`${first}T12:00:00Z`} as="weekday" /> {t('ledger.until')} {last}
    </>
  );
}

const mails = (source: string, day: string, more: Record<string, string>) =>
  query('/mails', { ...more, source, from: day, to: day });

const countsOf = (by: LedgerDay['ends'], source: string, day: string): Count[] =>
  Object.entries(by).map(([state, n]) => ({
    n,
    what: `inbound.${state as keyof typeof by}` as const,
    to: mails(source, day, { state }),
  }));

const besides = (source: string, { day, cameBack, refusedByServer }: LedgerDay): Count[] => [
  ...(cameBack > 0 ? [{ n: cameBack, what: 'ledger.cameBack' as const }] : []),
  ...(refusedByServer
    ? [{ n: refusedByServer, what: 'ledger.refused' as const, to: notStored(source, day, { refused: 'true' }) }]
    : []),
];

const notStored = (source: string, day: string, more: Record<string, string> = {}) =>
  query('/ledger/not-stored', { ...more, source, from: day, to: day });

function Difference({ source, day: { day, notStored: missing, overdue } }: { source: string; day: LedgerDay }) {
  const { t } = useText();
  const counts: Count[] = [
    ...(missing ? [{ n: missing, what: 'ledger.missing' as const, to: notStored(source, day) }] : []),
    ...(overdue > 0 ? [{ n: overdue, what: 'ledger.late' as const, to: mails(source, day, { overdue: 'true' }) }] : []),
  ];
  if (counts.length === 0) return <span className="zp-zero">{t('ledger.none')}</span>;
  return (
    <>
      <StatusBadge status="danger">{t('ledger.column.difference')}</StatusBadge>
      <Tally counts={counts} />
    </>
  );
}

/** A number, which leads to what it counts unless that is nothing. */
function N({ of, to }: { of: number | null; to?: string }) {
  const { moments } = useText();
  if (!of) return <span className="zp-zero">{of ?? ''}</span>;
  return to ? <Link to={to}>{moments.count(of)}</Link> : <span className="zp-count">{moments.count(of)}</span>;
}
