import type { MailSummary } from '../../api/contract.ts';
import { query } from '../../api/query.ts';
import { TEN_SECONDS } from '../../api/refresh.ts';
import { useList } from '../../api/use-list.ts';
import { Address } from '../../elements/address.tsx';
import { List } from '../../elements/list.tsx';
import { MailCell } from '../../elements/mail-cell.tsx';
import { Moment } from '../../elements/moment.tsx';
import { Page } from '../../elements/page.tsx';
import { SearchForm } from '../../elements/search-form.tsx';
import { type Column, Table } from '../../elements/table.tsx';
import { Link } from '../../router/link.tsx';
import { usePlace } from '../../router/place.ts';
import { useText } from '../../text/text-context.tsx';

export function UnmatchedPage() {
  const { t } = useText();
  const q = usePlace().search.get('q') ?? '';
  const list = useList<MailSummary>(query('/inbound-messages', { state: 'unmatched', q, limit: 25 }), {
    every: TEN_SECONDS,
  });

  const columns: Column<MailSummary>[] = [
    { title: t('pipeline.column.mail'), cell: (mail) => <MailCell mail={mail} to={`/unmatched/${mail.id}`} /> },
    { title: t('pipeline.column.from'), cell: ({ from }) => <Address of={from} /> },
    { title: t('pipeline.column.received'), cell: ({ receivedAt }) => <Moment at={receivedAt} as="short" /> },
    { title: t('unmatched.column.hint'), cell: (mail) => <Hint {...mail} /> },
  ];
  return (
    <Page title={t('unmatched.title')} lead={t('unmatched.lead')}>
      <SearchForm key={q} label={t('unmatched.search')} asked={q} />
      <List list={list} empty={t('unmatched.empty')}>
        {(items) => <Table caption={t('unmatched.title')} columns={columns} items={items} keyOf={({ id }) => id} />}
      </List>
    </Page>
  );
}

function Hint({ hintCaseNumber, reason }: MailSummary) {
  const { t } = useText();
  if (hintCaseNumber) {
    return <Link to={`/cases/${hintCaseNumber}`}>{t('unmatched.hint', { number: hintCaseNumber })}</Link>;
  }
  return reason || t('unmatched.noHint');
}
