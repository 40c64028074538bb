import type { MailSummary } from '../../api/contract.ts';
import { query } from '../../api/query.ts';
import { useList } from '../../api/use-list.ts';
import { Address } from '../../elements/address.tsx';
import { List } from '../../elements/list.tsx';
import { MailCell } from '../../elements/mail-cell.tsx';
import { MailEnd } from '../../elements/mail-end.tsx';
import { Moment } from '../../elements/moment.tsx';
import { SearchForm } from '../../elements/search-form.tsx';
import { type Column, Table } from '../../elements/table.tsx';
import { ask, usePlace } from '../../router/place.ts';
import { useText } from '../../text/text-context.tsx';
import { StateFilter } from '../../elements/state-filter.tsx';

export function NewestMails({ every }: { every: number }) {
  const { t } = useText();
  const { search } = usePlace();
  const state = search.get('state');
  const q = search.get('q') ?? '';
  const list = useList<MailSummary>(query('/inbound-messages', { state, q, limit: 25 }), { every });

  const columns: Column<MailSummary>[] = [
    { title: t('pipeline.column.mail'), cell: (mail) => <MailCell mail={mail} /> },
    { title: t('pipeline.column.from'), cell: ({ from }) => <Address of={from} /> },
    { title: t('pipeline.column.received'), cell: ({ receivedAt }) => <Moment at={receivedAt} as="short" /> },
    { title: t('pipeline.column.state'), cell: (mail) => <MailEnd {...mail} /> },
  ];
  return (
    <>
      <SearchForm key={q} label={t('pipeline.search')} asked={q}>
        <StateFilter chosen={state} choose={(chosen) => ask('state', chosen)} />
      </SearchForm>
      <List list={list} empty={t('pipeline.empty')}>
        {(items) => <Table caption={t('pipeline.mails')} columns={columns} items={items} keyOf={({ id }) => id} />}
      </List>
    </>
  );
}
