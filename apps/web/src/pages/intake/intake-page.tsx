import { Select, SelectOption } from '@utrecht/component-library-react';
import { useState } from 'react';
import type { IntakeDocument } from '../../api/contract.ts';
import { query } from '../../api/query.ts';
import { TEN_SECONDS } from '../../api/refresh.ts';
import { useList } from '../../api/use-list.ts';
import { Field } from '../../elements/field.tsx';
import { List } from '../../elements/list.tsx';
import { Done } from '../../elements/notes.tsx';
import { Page } from '../../elements/page.tsx';
import { ask, usePlace } from '../../router/place.ts';
import { useText } from '../../text/text-context.tsx';
import { IntakeTable } from './intake-table.tsx';
import { OpenedDocument } from './opened-document.tsx';

const STATES = ['waiting', 'filed', 'rejected'] as const;

/** Files that are on no case yet; the one that is open is in the address. */
export function IntakePage() {
  const { t } = useText();
  const { search } = usePlace();
  const state = search.get('state') ?? 'waiting';
  const opened = search.get('open');
  const list = useList<IntakeDocument>(query('/intake-documents', { state, limit: 25 }), { every: TEN_SECONDS });
  const [done, setDone] = useState<string | null>(null);
  const open = list.items?.find(({ id }) => id === opened);

  function handled(what: string) {
    setDone(what);
    ask('open', null);
    list.reload();
  }
  return (
    <Page title={t('intake.title')} lead={t('intake.lead')}>
      {done && !open ? <Done title={done} /> : null}
      <div className="zp-filters">
        <Field label={t('intake.state')}>
          {({ invalid: _, ...control }) => (
            <Select {...control} value={state} onChange={(event) => ask('state', event.target.value)}>
              {STATES.map((one) => (
                <SelectOption key={one} value={one}>
                  {t(`intake.${one}`)}
                </SelectOption>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <List list={list} empty={t('intake.empty')}>
        {(items) => <IntakeTable items={items} />}
      </List>
      {open ? <OpenedDocument key={open.id} document={open} handled={handled} /> : null}
    </Page>
  );
}
