import { Select, SelectOption } from '@utrecht/component-library-react';
import type { DeliveryState, OutboundState } from '../../api/contract.ts';
import { Field } from '../../elements/field.tsx';
import { ask, usePlace } from '../../router/place.ts';
import { useText } from '../../text/text-context.tsx';
import type { TextKey } from '../../text/translate.ts';

const STATES: readonly OutboundState[] = ['queued', 'held', 'frozen', 'failed', 'cancelled'];

const DELIVERY_STATES: readonly DeliveryState[] = [
  'queued',
  'held',
  'handingOver',
  'outcomeUnknown',
  'sent',
  'refused',
  'bounced',
  'failed',
  'cancelled',
];

/** Narrows the list by what the mail is at, and by what became of a delivery. */
export function OutgoingFilters() {
  const { t } = useText();
  return (
    <div className="zp-filters">
      <Filter
        name="state"
        label={t('outgoing.state')}
        every={t('outgoing.everyState')}
        options={STATES.map((state) => [state, `outgoing.state.${state}`])}
      />
      <Filter
        name="deliveryState"
        label={t('outgoing.delivery')}
        every={t('outgoing.everyDelivery')}
        options={DELIVERY_STATES.map((state) => [state, `delivery.${state}`])}
      />
    </div>
  );
}

interface FilterProps {
  /** What it is called in the address. */
  name: string;
  label: string;
  every: string;
  options: [value: string, text: TextKey][];
}

function Filter({ name, label, every, options }: FilterProps) {
  const { t } = useText();
  const chosen = usePlace().search.get(name) ?? '';
  return (
    <Field label={label}>
      {({ invalid: _, ...control }) => (
        <Select {...control} value={chosen} onChange={(event) => ask(name, event.target.value || null)}>
          <SelectOption value="">{every}</SelectOption>
          {options.map(([value, text]) => (
            <SelectOption key={value} value={value}>
              {t(text)}
            </SelectOption>
          ))}
        </Select>
      )}
    </Field>
  );
}
