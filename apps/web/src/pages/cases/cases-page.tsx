import type { CaseSummary } from '../../api/contract.ts';
import { query } from '../../api/query.ts';
import { useList } from '../../api/use-list.ts';
import { List } from '../../elements/list.tsx';
import { Moment } from '../../elements/moment.tsx';
import { Page } from '../../elements/page.tsx';
import { SearchForm } from '../../elements/search-form.tsx';
import { StateBadge } from '../../elements/state-badge.tsx';
import { type Column, Table } from '../../elements/table.tsx';
import { Link } from '../../router/link.tsx';
import { usePlace } from '../../router/place.ts';
import { useText } from '../../text/text-context.tsx';

export function CasesPage() {
  const { t } = useText();
  const q = usePlace().search.get('q') ?? '';
  const list = useList<CaseSummary>(query('/cases', { q, limit: 25 }));

  const columns: Column<CaseSummary>[] = [
    {
      title: t('cases.column.case'),
      cell: ({ number, subject }) => (
        <Link to={`/cases/${number}`} className="zp-subject">
          {number} {subject}
        </Link>
      ),
    },
    { title: t('cases.column.type'), cell: ({ caseType }) => caseType },
    { title: t('cases.column.requestor'), cell: ({ requestor }) => requestor ?? t('app.none') },
    { title: t('cases.column.registered'), cell: ({ registeredAt }) => <Moment at={registeredAt} as="day" /> },
    { title: t('cases.column.status'), cell: ({ status }) => <StateBadge of="status" state={status} /> },
  ];
  return (
    <Page title={t('cases.title')}>
      <SearchForm key={q} label={t('cases.search')} asked={q} />
      <List list={list} empty={t('cases.empty')}>
        {(items) => <Table caption={t('cases.title')} columns={columns} items={items} keyOf={({ number }) => number} />}
      </List>
    </Page>
  );
}
