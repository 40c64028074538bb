import type { MailSummary } from '../../api/contract.ts';
import { query } from '../../api/query.ts';
import { useList } from '../../api/use-list.ts';
import { useRole } from '../../app/session-context.ts';
import { Address } from '../../elements/address.tsx';
import { List } from '../../elements/list.tsx';
import { MailCell } from '../../elements/mail-cell.tsx';
import { MailEnd } from '../../elements/mail-end.tsx';
import { Moment } from '../../elements/moment.tsx';
import { Page } from '../../elements/page.tsx';
import { SearchForm } from '../../elements/search-form.tsx';
import { sourceName } from '../../elements/source-name.ts';
import { type Column, Table } from '../../elements/table.tsx';
import { Link } from '../../router/link.tsx';
import { usePlace } from '../../router/place.ts';
import { useText } from '../../text/text-context.tsx';
import { MailFilters } from './mail-filters.tsx';

const ASKED = ['q', 'state', 'source', 'from', 'to', 'reason', 'overdue'] as const;

/** Finds any mail by whatever somebody knows of it. */
export function MailsPage() {
  const { t } = useText();
  const { search } = usePlace();
  const asked = Object.fromEntries(ASKED.map((name) => [name, search.get(name)]));
  const list = useList<MailSummary>(query('/inbound-messages', { ...asked, limit: 25 }));

  // The API keeps what is said on a case from operators: who looks for it has to know that it may be there.
  const blind = useRole() === 'operator';
  const columns: Column<MailSummary>[] = [
    { title: t('pipeline.column.mail'), cell: (mail) => <MailCell mail={mail} /> },
    { title: t('pipeline.column.from'), cell: ({ from }) => <Address of={from} /> },
    { title: t('pipeline.column.received'), cell: ({ receivedAt }) => <Moment at={receivedAt} as="short" /> },
    { title: t('mails.column.source'), cell: (mail) => <Source mail={mail} /> },
    { title: t('pipeline.column.state'), cell: (mail) => <MailEnd {...mail} /> },
  ];
  return (
    <Page title={t('mails.title')} lead={t('mails.lead')}>
      <SearchForm
        key={asked.q}
        label={t('mails.search')}
        description={[t('mails.searchNote'), blind ? t('mails.notByWords') : ''].join(' ')}
        asked={asked.q ?? ''}
      />
      <MailFilters sample={list.items?.[0] ?? null} />
      <List list={list} empty={[t('pipeline.empty'), blind && asked.q ? t('mails.notByWords') : ''].join(' ')}>
        {(items) => <Table caption={t('mails.title')} columns={columns} items={items} keyOf={({ id }) => id} />}
      </List>
    </Page>
  );
}

/** Leads to all mail from the same place. */
function Source({ mail: { source: kind, sourceKey, sourceName: name } }: { mail: MailSummary }) {
  const { t } = useText();
  return <Link to={query('/mails', { source: sourceKey })}>{sourceName({ kind, name }, t)}</Link>;
}
