import { Button, Select, SelectOption } from '@utrecht/component-library-react';
import type { MailSummary } from '../../api/contract.ts';
import { DayField } from '../../elements/day-field.tsx';
import { Field } from '../../elements/field.tsx';
import { reasonText } from '../../elements/reason-text.ts';
import { sourceName } from '../../elements/source-name.ts';
import { StateFilter } from '../../elements/state-filter.tsx';
import { ask, usePlace } from '../../router/place.ts';
import { useText } from '../../text/text-context.tsx';

const REASONS = ['virus', 'spam', 'unscannable', 'attachmentType'] as const;

interface Props {
  /** One of the mails that were found, for the name of where they come from. */
  sample: MailSummary | null;
}

/** Narrows the list by day and reason, and shows by what else it is narrowed, each with a way out. */
export function MailFilters({ sample }: Props) {
  const { t } = useText();
  const { search } = usePlace();
  const [source, reason] = [search.get('source'), search.get('reason') ?? ''];
  const overdue = search.get('overdue') !== null;
  const others = reason === '' || (REASONS as readonly string[]).includes(reason) ? [] : [reason];
  const from = sample ? sourceName({ kind: sample.source, name: sample.sourceName }, t) : source;
  return (
    <>
      <div className="zp-filters zp-filters--short">
        <StateFilter groups chosen={search.get('state')} choose={(chosen) => ask('state', chosen)} />
        <DayField name="from" label={t('mails.from')} day={search.get('from') ?? ''} />
        <DayField name="to" label={t('mails.to')} day={search.get('to') ?? ''} />
        <Field label={t('mails.reason')}>
          {({ invalid: _, ...control }) => (
            <Select {...control} value={reason} onChange={(event) => ask('reason', event.target.value || null)}>
              <SelectOption value="">{t('mails.everyReason')}</SelectOption>
              {[...REASONS, ...others].map((one) => (
                <SelectOption key={one} value={one}>
                  {reasonText({ state: 'quarantined', reason: one }, t) ?? one}
                </SelectOption>
              ))}
            </Select>
          )}
        </Field>
      </div>
      {source || overdue ? (
        <ul className="zp-chips">
          {source ? <Chip name="source" text={t('mails.onlySource', { source: from ?? source })} /> : null}
          {overdue ? <Chip name="overdue" text={t('mails.onlyOverdue')} /> : null}
        </ul>
      ) : null}
    </>
  );
}

/** By what the list is narrowed; a press takes it away. */
function Chip({ name, text }: { name: string; text: string }) {
  const { t } = useText();
  return (
    <li>
      {text}{' '}
      <Button appearance="subtle-button" onClick={() => ask(name, null)}>
        {t('mails.without')} <span className="zp-hidden">{text}</span>
      </Button>
    </li>
  );
}
