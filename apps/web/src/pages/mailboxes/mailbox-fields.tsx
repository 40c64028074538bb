import { Choice } from '../../elements/choice.tsx';
import { TextField } from '../../elements/text-field.tsx';
import { useText } from '../../text/text-context.tsx';
import type { ErrorOf } from './field-errors.ts';
import { type MailboxDraft, PORTS } from './mailbox-draft.ts';

export interface FieldsProps {
  draft: MailboxDraft;
  change(part: Partial<MailboxDraft>): void;
  errorOf: ErrorOf;
  /** Paths of the secrets that are on record. */
  secretsSet: readonly string[];
}

export function GeneralFields({ draft, change, errorOf }: FieldsProps) {
  const { t } = useText();
  return (
    <>
      <TextField
        label={t('mailboxForm.name')}
        value={draft.name}
        error={errorOf('name')}
        change={(name) => change({ name })}
      />
      <Choice
        legend={t('mailboxForm.active')}
        options={[
          { value: 'on', label: t('mailboxForm.on') },
          { value: 'off', label: t('mailboxForm.off') },
        ]}
        chosen={draft.active ? 'on' : 'off'}
        choose={(chosen) => change({ active: chosen === 'on' })}
      />
      <TextField
        label={t('mailboxForm.address')}
        description={t('mailboxForm.addressNote')}
        type="email"
        value={draft.address}
        error={errorOf('address')}
        change={(address) => change({ address })}
      />
    </>
  );
}

export function ServerFields({ draft, change, errorOf }: FieldsProps) {
  const { t } = useText();
  // A port that somebody chose stays when the protocol changes.
  const choose = (protocol: MailboxDraft['protocol']) =>
    change({ protocol, ...(draft.port === PORTS[draft.protocol] ? { port: PORTS[protocol] } : {}) });
  return (
    <>
      <Choice
        legend={t('mailboxForm.protocol')}
        options={[
          { value: 'pop3s', label: t('mailboxes.protocol.pop3s') },
          { value: 'stls', label: t('mailboxes.protocol.stls') },
        ]}
        chosen={draft.protocol}
        choose={choose}
      />
      <TextField
        label={t('mailboxForm.host')}
        value={draft.host}
        error={errorOf('host')}
        change={(host) => change({ host })}
      />
      <TextField
        label={t('mailboxForm.port')}
        type="number"
        value={draft.port}
        error={errorOf('port')}
        change={(port) => change({ port })}
      />
      <TextField
        label={t('mailboxForm.ca')}
        description={t('mailboxForm.caNote')}
        rows={4}
        value={draft.ca}
        error={errorOf('ca')}
        change={(ca) => change({ ca })}
      />
    </>
  );
}

export function AfterFetchFields({ draft, change, errorOf }: FieldsProps) {
  const { t } = useText();
  return (
    <>
      <TextField
        label={t('mailboxForm.maximumSizeMb')}
        description={t('mailboxForm.maximumSizeNote')}
        type="number"
        value={draft.maximumSizeMb}
        error={errorOf('maximumSizeMb')}
        change={(maximumSizeMb) => change({ maximumSizeMb })}
      />
      <TextField
        label={t('mailboxForm.pollSeconds')}
        type="number"
        value={draft.pollSeconds}
        error={errorOf('pollSeconds')}
        change={(pollSeconds) => change({ pollSeconds })}
      />
      <Choice
        legend={t('mailboxForm.afterFetch')}
        options={[
          { value: 'delete', label: t('mailboxForm.delete') },
          { value: 'leave', label: t('mailboxForm.leave') },
        ]}
        chosen={draft.afterFetch}
        choose={(afterFetch) => change({ afterFetch })}
      />
      {draft.afterFetch === 'leave' ? (
        <TextField
          label={t('mailboxForm.deleteAfterDays')}
          description={t('mailboxForm.deleteAfterNote')}
          type="number"
          value={draft.deleteAfterDays}
          error={errorOf('deleteAfterDays')}
          change={(deleteAfterDays) => change({ deleteAfterDays })}
        />
      ) : null}
      <TextField
        label={t('mailboxForm.silentAfterHours')}
        description={t('mailboxForm.silentNote')}
        type="number"
        value={draft.silentAfterHours}
        error={errorOf('silentAfterHours')}
        change={(silentAfterHours) => change({ silentAfterHours })}
      />
    </>
  );
}
