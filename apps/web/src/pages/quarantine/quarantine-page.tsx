import { Select, SelectOption } from '@utrecht/component-library-react';
import { useState } from 'react';
import type { Quarantined } from '../../api/contract.ts';
import { query } from '../../api/query.ts';
import { TEN_SECONDS } from '../../api/refresh.ts';
import { useList } from '../../api/use-list.ts';
import { Field } from '../../elements/field.tsx';
import { List } from '../../elements/list.tsx';
import { Page } from '../../elements/page.tsx';
import { SearchForm } from '../../elements/search-form.tsx';
import { ask, usePlace } from '../../router/place.ts';
import { useText } from '../../text/text-context.tsx';
import { DecideSeveral } from './decide-several.tsx';
import { QuarantineTable } from './quarantine-table.tsx';

const REASONS = ['virus', 'spam', 'unscannable', 'attachmentType'] as const;

/** What was not let through: each with what was found, and to be decided about one by one or together. */
export function QuarantinePage() {
  const { t } = useText();
  const { search } = usePlace();
  const [q, reason] = [search.get('q') ?? '', search.get('reason') ?? ''];
  const list = useList<Quarantined>(query('/quarantine', { q, reason, limit: 25 }), { every: TEN_SECONDS });
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());

  return (
    <Page title={t('quarantine.title')} lead={t('quarantine.lead')}>
      <SearchForm key={q} label={t('quarantine.search')} asked={q}>
        <Field label={t('quarantine.column.why')}>
          {({ invalid: _, ...control }) => (
            <Select {...control} value={reason} onChange={(event) => ask('reason', event.target.value || null)}>
              <SelectOption value="">{t('quarantine.everyReason')}</SelectOption>
              {REASONS.map((one) => (
                <SelectOption key={one} value={one}>
                  {t(`quarantine.${one}`)}
                </SelectOption>
              ))}
            </Select>
          )}
        </Field>
      </SearchForm>
      <DecideSeveral items={list.items ?? []} picked={picked} pick={setPicked} decided={list.reload} />
      <List list={list} empty={t('quarantine.empty')}>
        {(items) => <QuarantineTable items={items} picked={picked} pick={setPicked} />}
      </List>
    </Page>
  );
}
