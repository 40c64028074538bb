import { StatusBadge } from '@utrecht/component-library-react';
import type { MailSummary } from '../../api/contract.ts';
import { query } from '../../api/query.ts';
import { useList } from '../../api/use-list.ts';
import { Address } from '../../elements/address.tsx';
import { List } from '../../elements/list.tsx';
import { MailCell } from '../../elements/mail-cell.tsx';
import { Moment } from '../../elements/moment.tsx';
import { Page } from '../../elements/page.tsx';
import { reasonText } from '../../elements/reason-text.ts';
import { SearchForm } from '../../elements/search-form.tsx';
import { type Column, Table } from '../../elements/table.tsx';
import { usePlace } from '../../router/place.ts';
import { useText } from '../../text/text-context.tsx';

const TEN_SECONDS = 10_000;

export function QuarantinePage() {
  const { t } = useText();
  const q = usePlace().search.get('q') ?? '';
  const list = useList<MailSummary>(query('/inbound-messages', { state: 'quarantined', q, limit: 25 }), {
    every: TEN_SECONDS,
  });

  const columns: Column<MailSummary>[] = [
    { title: t('pipeline.column.mail'), cell: (mail) => <MailCell mail={mail} /> },
    { title: t('pipeline.column.from'), cell: ({ from }) => <Address of={from} /> },
    { title: t('pipeline.column.received'), cell: ({ receivedAt }) => <Moment at={receivedAt} as="short" /> },
    {
      title: t('quarantine.column.why'),
      cell: (mail) => <StatusBadge status="danger">{reasonText(mail, t) ?? t('quarantine.other')}</StatusBadge>,
    },
  ];
  return (
    <Page title={t('quarantine.title')} lead={t('quarantine.lead')}>
      <SearchForm key={q} label={t('quarantine.search')} asked={q} />
      <List list={list} empty={t('quarantine.empty')}>
        {(items) => <Table caption={t('quarantine.title')} columns={columns} items={items} keyOf={({ id }) => id} />}
      </List>
    </Page>
  );
}
