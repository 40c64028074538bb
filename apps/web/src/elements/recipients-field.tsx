import { FormFieldErrorMessage, Textbox } from '@utrecht/component-library-react';
import { useId } from 'react';
import type { Party } from '../api/contract.ts';
import { useText } from '../text/text-context.tsx';
import { Field } from './field.tsx';
import type { RecipientChoice } from './recipients.ts';

interface Props {
  parties: readonly Party[];
  choice: RecipientChoice;
  choose(choice: RecipientChoice): void;
  error: string | undefined;
}

/** The parties of the case that have an address, and room for others. */
export function RecipientsField({ parties, choice, choose, error }: Props) {
  const { t } = useText();
  const id = useId();
  const reachable = parties.flatMap((party) => (party.address ? [{ ...party, address: party.address }] : []));

  function toggle(address: string, isChosen: boolean) {
    const chosen = isChosen ? [...choice.chosen, address] : choice.chosen.filter((one) => one !== address);
    choose({ ...choice, chosen });
  }
  return (
    <fieldset className="zp-choice" {...(error ? { 'aria-describedby': `${id}-error` } : {})}>
      <legend className="utrecht-form-label">{t('recipients.legend')}</legend>
      {error ? <FormFieldErrorMessage id={`${id}-error`}>{error}</FormFieldErrorMessage> : null}
      {reachable.map(({ address, name, role }) => (
        <label key={`${role} ${address}`} className="zp-choice-option">
          <input
            type="checkbox"
            checked={choice.chosen.includes(address)}
            onChange={(event) => toggle(address, event.target.checked)}
          />
          <span>
            {name} ({t(`party.${role}`).toLowerCase()})<span className="zp-small zp-block">{address}</span>
          </span>
        </label>
      ))}
      <Field label={t('recipients.other')} description={t('recipients.otherNote')}>
        {(control) => (
          <Textbox
            {...control}
            autoComplete="off"
            inputMode="email"
            value={choice.other}
            onChange={(event) => choose({ ...choice, other: event.target.value })}
          />
        )}
      </Field>
    </fieldset>
  );
}
