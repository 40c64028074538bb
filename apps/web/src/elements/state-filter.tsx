import { Select, SelectOption } from '@utrecht/component-library-react';
import type { InboundState } from '../api/contract.ts';
import { Field } from './field.tsx';
import { useText } from '../text/text-context.tsx';

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
  chosen: string | null;
  /** Also all in which mail waits, or is at its end, as one. */
  groups?: boolean;
  choose(state: string | null): void;
}

/** One state of a mail, or all of them. */
export function StateFilter({ chosen, choose, groups = false }: Props) {
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
          {groups ? (
            <>
              <SelectOption value="waiting">{t('mails.waiting')}</SelectOption>
              <SelectOption value="final">{t('mails.final')}</SelectOption>
              <SelectOption value="stored">{t('mails.stored')}</SelectOption>
            </>
          ) : null}
          <optgroup label={t('pipeline.waitingGroup')}>{options(WAITING)}</optgroup>
          <optgroup label={t('pipeline.finalGroup')}>{options(FINAL)}</optgroup>
        </Select>
      )}
    </Field>
  );
}
