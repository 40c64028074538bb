import { Select, SelectOption } from '@utrecht/component-library-react';
import type { OutboundMessage, OutboundState } from '../../api/contract.ts';
import { query } from '../../api/query.ts';
import { useList } from '../../api/use-list.ts';
import { Field } from '../../elements/field.tsx';
import { List } from '../../elements/list.tsx';
import { Page } from '../../elements/page.tsx';
import { ask, usePlace } from '../../router/place.ts';
import { useText } from '../../text/text-context.tsx';
import { OutgoingTable } from './outgoing-table.tsx';
import { UnknownOutcome } from './unknown-outcome.tsx';

const STATES: readonly OutboundState[] = ['queued', 'held', 'frozen', 'failed', 'cancelled'];
const TEN_SECONDS = 10_000;

export function OutgoingPage() {
  const { t } = useText();
  const state = usePlace().search.get('state') ?? '';
  const list = useList<OutboundMessage>(query('/outbound-messages', { state, limit: 25 }), { every: TEN_SECONDS });

  return (
    <Page title={t('outgoing.title')} lead={t('outgoing.lead')}>
      <UnknownOutcome />
      <div className="zp-filters">
        <Field label={t('outgoing.state')}>
          {({ invalid: _, ...control }) => (
            <Select {...control} value={state} onChange={(event) => ask('state', event.target.value || null)}>
              <SelectOption value="">{t('outgoing.everyState')}</SelectOption>
              {STATES.map((one) => (
                <SelectOption key={one} value={one}>
                  {t(`outgoing.state.${one}`)}
                </SelectOption>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <List list={list} empty={t('outgoing.empty')}>
        {(items) => <OutgoingTable items={items} />}
      </List>
    </Page>
  );
}
