import { Select, SelectOption } from '@utrecht/component-library-react';
import type { InboundState } from '../../api/contract.ts';
import { Field } from '../../elements/field.tsx';
import { useText } from '../../text/text-context.tsx';

const WAITING: readonly InboundState[] = [
  'received',
  'scanned',
  'classified',
  'parked',
  'held',
  'needsConfirmation',
  'unmatched',
  'quarantined',
  'leftOnServer',
];

const FINAL: readonly InboundState[] = [
  'onCase',
  'caseStarted',
  'inDocumentIntake',
  'noAttachments',
  'bounceRecorded',
  'autoReplyFiled',
  'discarded',
  'deleted',
  'duplicate',
  'failed',
];

interface Props {
  chosen: InboundState | null;
  choose(state: string | null): void;
}

export function StateFilter({ chosen, choose }: Props) {
  const { t } = useText();
  const options = (states: readonly InboundState[]) =>
    states.map((state) => (
      <SelectOption key={state} value={state}>
        {t(`inbound.${state}`)}
      </SelectOption>
    ));
  return (
    <Field label={t('pipeline.state')}>
      {({ invalid: _, ...control }) => (
        <Select {...control} value={chosen ?? ''} onChange={(event) => choose(event.target.value || null)}>
          <SelectOption value="">{t('pipeline.everyState')}</SelectOption>
          <optgroup label={t('pipeline.waitingGroup')}>{options(WAITING)}</optgroup>
          <optgroup label={t('pipeline.finalGroup')}>{options(FINAL)}</optgroup>
        </Select>
      )}
    </Field>
  );
}
