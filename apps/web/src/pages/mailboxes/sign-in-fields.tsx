import { Choice } from '../../elements/choice.tsx';
import { TextField } from '../../elements/text-field.tsx';
import { useText } from '../../text/text-context.tsx';
import type { FieldsProps } from './mailbox-fields.tsx';

type Secret = 'password' | 'clientSecret' | 'refreshToken' | 'privateKey';

/** With a password, or with tokens of Microsoft or Google. */
export function SignInFields(props: FieldsProps) {
  const { t } = useText();
  const { draft, change, errorOf } = props;
  return (
    <>
      <TextField
        label={t('mailboxForm.userName')}
        value={draft.userName}
        error={errorOf('userName')}
        change={(userName) => change({ userName })}
      />
      <Choice
        legend={t('mailboxForm.authentication')}
        options={[
          { value: 'password', label: t('mailboxForm.byPassword') },
          { value: 'oauth', label: t('mailboxForm.byOauth') },
        ]}
        chosen={draft.authentication}
        choose={(authentication) => change({ authentication })}
      />
      {draft.authentication === 'password' ? <SecretField {...props} field="password" /> : <OauthFields {...props} />}
    </>
  );
}

function OauthFields(props: FieldsProps) {
  const { t } = useText();
  const { draft, change, errorOf } = props;
  const line = (field: 'tenant' | 'clientId' | 'scopes' | 'tokenUrl') => (
    <TextField
      label={t(`mailboxForm.${field}`)}
      value={draft[field]}
      error={errorOf(field)}
      change={(value) => change({ [field]: value })}
    />
  );
  return (
    <>
      <Choice
        legend={t('mailboxForm.provider')}
        options={[
          { value: 'microsoft', label: 'Microsoft 365' },
          { value: 'google', label: 'Google' },
        ]}
        chosen={draft.provider}
        choose={(provider) => change({ provider, oneLine: provider === 'google' })}
      />
      <Choice
        legend={t('mailboxForm.grant')}
        options={[
          { value: 'clientCredentials', label: t('mailboxForm.grant.clientCredentials') },
          { value: 'refreshToken', label: t('mailboxForm.grant.refreshToken') },
          { value: 'serviceAccount', label: t('mailboxForm.grant.serviceAccount') },
        ]}
        chosen={draft.grant}
        choose={(grant) => change({ grant })}
      />
      {draft.provider === 'microsoft' ? line('tenant') : null}
      {line('clientId')}
      {draft.grant === 'serviceAccount' ? null : <SecretField {...props} field="clientSecret" />}
      {draft.grant === 'refreshToken' ? <SecretField {...props} field="refreshToken" /> : null}
      {draft.grant === 'serviceAccount' ? <SecretField {...props} field="privateKey" rows={6} /> : null}
      {line('scopes')}
      {line('tokenUrl')}
      <TextField
        label={t('mailboxForm.oauthCa')}
        rows={4}
        value={draft.oauthCa}
        error={errorOf('oauthCa')}
        change={(oauthCa) => change({ oauthCa })}
      />
    </>
  );
}

/** A secret is never shown; an empty field keeps the one that is on record. */
function SecretField({
  draft,
  change,
  errorOf,
  secretsSet,
  field,
  rows,
}: FieldsProps & { field: Secret; rows?: number }) {
  const { t } = useText();
  const isSet = secretsSet.includes(field === 'password' ? field : `oauth.${field}`);
  return (
    <TextField
      label={t(`mailboxForm.${field}`)}
      description={t(isSet ? 'mailboxForm.secretSet' : 'mailboxForm.secretMissing')}
      error={errorOf(field)}
      value={draft[field]}
      change={(value) => change({ [field]: value })}
      {...(rows ? { rows } : { type: 'password' as const })}
    />
  );
}
