import type { InboundState, MailSummary } from '../../api/contract.ts';
import { query } from '../../api/query.ts';
import { useList } from '../../api/use-list.ts';
import { useRole } from '../../app/session-context.ts';
import { Address } from '../../elements/address.tsx';
import { List } from '../../elements/list.tsx';
import { MailCell } from '../../elements/mail-cell.tsx';
import { Moment } from '../../elements/moment.tsx';
import { reasonText } from '../../elements/reason-text.ts';
import { SearchForm } from '../../elements/search-form.tsx';
import { StateBadge } from '../../elements/state-badge.tsx';
import { type Column, Table } from '../../elements/table.tsx';
import { Link } from '../../router/link.tsx';
import { ask, usePlace } from '../../router/place.ts';
import { useText } from '../../text/text-context.tsx';
import { StateFilter } from './state-filter.tsx';

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
    { title: t('pipeline.column.state'), cell: (mail) => <End {...mail} /> },
  ];
  return (
    <>
      <SearchForm key={q} label={t('pipeline.search')} asked={q}>
        <StateFilter chosen={state as InboundState | null} choose={(chosen) => ask('state', chosen)} />
      </SearchForm>
      <List list={list} empty={t('pipeline.empty')}>
        {(items) => <Table caption={t('pipeline.mails')} columns={columns} items={items} keyOf={({ id }) => id} />}
      </List>
    </>
  );
}

/** The end of a mail in words, and the case it is on for those who may see it. */
function End({ state, reason, caseNumber }: MailSummary) {
  const { t } = useText();
  const because = reasonText({ state, reason }, t);
  const role = useRole();
  const number = caseNumber === null ? null : t('pipeline.case', { number: caseNumber });
  return (
    <div className="zp-end">
      <StateBadge of="inbound" state={state} />
      {number && role !== 'operator' ? <Link to={`/cases/${caseNumber}`}>{number}</Link> : number}
      {because ? <span className="zp-small zp-sentence">{because}</span> : null}
    </div>
  );
}
