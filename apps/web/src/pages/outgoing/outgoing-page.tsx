import type { OutboundMessage } from '../../api/contract.ts';
import { query } from '../../api/query.ts';
import { TEN_SECONDS } from '../../api/refresh.ts';
import { useList } from '../../api/use-list.ts';
import { List } from '../../elements/list.tsx';
import { Page } from '../../elements/page.tsx';
import { SearchForm } from '../../elements/search-form.tsx';
import { usePlace } from '../../router/place.ts';
import { useText } from '../../text/text-context.tsx';
import { OutgoingFilters } from './outgoing-filters.tsx';
import { OutgoingTable } from './outgoing-table.tsx';
import { UnknownOutcome } from './unknown-outcome.tsx';

export function OutgoingPage() {
  const { t } = useText();
  const { search } = usePlace();
  const q = search.get('q');
  const asked = { q, state: search.get('state'), deliveryState: search.get('deliveryState'), limit: 25 };
  const list = useList<OutboundMessage>(query('/outbound-messages', asked), { every: TEN_SECONDS });

  return (
    <Page title={t('outgoing.title')} lead={t('outgoing.lead')}>
      <UnknownOutcome />
      <SearchForm key={q} label={t('outgoing.search')} description={t('outgoing.searchNote')} asked={q ?? ''} />
      <OutgoingFilters />
      <List list={list} empty={t('outgoing.empty')}>
        {(items) => <OutgoingTable items={items} />}
      </List>
    </Page>
  );
}
