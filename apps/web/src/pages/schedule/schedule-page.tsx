import { Select, SelectOption } from '@utrecht/component-library-react';
import type { ScheduledEmail, ScheduledEmailState } from '../../api/contract.ts';
import { query } from '../../api/query.ts';
import { TEN_SECONDS } from '../../api/refresh.ts';
import { useList } from '../../api/use-list.ts';
import { Address } from '../../elements/address.tsx';
import { Field } from '../../elements/field.tsx';
import { List } from '../../elements/list.tsx';
import { Moment } from '../../elements/moment.tsx';
import { Page } from '../../elements/page.tsx';
import { StateBadge } from '../../elements/state-badge.tsx';
import { type Column, Table } from '../../elements/table.tsx';
import { Link } from '../../router/link.tsx';
import { ask, usePlace } from '../../router/place.ts';
import { useText } from '../../text/text-context.tsx';

const STATES: readonly ScheduledEmailState[] = ['scheduled', 'held', 'missed', 'sent', 'cancelled'];

/** Every scheduled e-mail of the office; what still waits, unless another state is asked for. */
export function SchedulePage() {
  const { t } = useText();
  const state = usePlace().search.get('state') ?? 'scheduled';
  const list = useList<ScheduledEmail>(
    query('/scheduled-emails', { state: state === 'every' ? null : state, limit: 25 }),
    { every: TEN_SECONDS },
  );

  const columns: Column<ScheduledEmail>[] = [
    {
      title: t('schedule.column.case'),
      cell: ({ caseNumber, caseSubject }) => (
        <Link to={`/cases/${caseNumber}/scheduled`}>
          {caseNumber} {caseSubject}
        </Link>
      ),
    },
    { title: t('schedule.column.moment'), cell: ({ sendAt }) => <Moment at={sendAt} /> },
    { title: t('schedule.column.template'), cell: ({ template }) => template.name },
    {
      title: t('schedule.column.recipients'),
      cell: ({ recipients }) =>
        recipients.map(({ role, address }) => (
          <div key={`${role} ${address}`}>
            <Address of={address} />
          </div>
        )),
    },
    { title: t('schedule.column.state'), cell: (email) => <StateBadge of="scheduled" state={email.state} /> },
  ];
  return (
    <Page title={t('schedule.title')} lead={t('schedule.lead')}>
      <div className="zp-filters">
        <Field label={t('schedule.state')}>
          {({ invalid: _, ...control }) => (
            <Select {...control} value={state} onChange={(event) => ask('state', event.target.value)}>
              {STATES.map((one) => (
                <SelectOption key={one} value={one}>
                  {t(`scheduled.${one}`)}
                </SelectOption>
              ))}
              <SelectOption value="every">{t('schedule.everyState')}</SelectOption>
            </Select>
          )}
        </Field>
      </div>
      <List list={list} empty={t('schedule.empty')}>
        {(items) => <Table caption={t('schedule.title')} columns={columns} items={items} keyOf={({ id }) => id} />}
      </List>
    </Page>
  );
}
