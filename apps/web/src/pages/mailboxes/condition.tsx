import { StatusBadge } from '@utrecht/component-library-react';
import type { Mailbox } from '../../api/contract.ts';
import { mendText } from '../../elements/mend-text.ts';
import { troubleText } from '../../elements/trouble-text.ts';
import { useText } from '../../text/text-context.tsx';

/** How a mailbox does, in plain words, with what mends it. */
export function MailboxCondition({ mailbox: { active, health, fetch } }: { mailbox: Mailbox }) {
  const { t, moments } = useText();
  const { failingSince, lastErrorCode, silentSince, lastSuccessAt } = health;
  if (!active) return <StatusBadge status="inactive">{t('mailboxes.off')}</StatusBadge>;
  if (failingSince) {
    const code = lastErrorCode ?? 'unexpected';
    return (
      <>
        <StatusBadge status="danger">{t('mailboxes.failing', { since: moments.short(failingSince) })}</StatusBadge>
        <div className="zp-small zp-sentence">{troubleText(code, t)}.</div>
        <div className="zp-small">{mendText(code, t)}</div>
      </>
    );
  }
  if (silentSince) {
    return (
      <>
        <StatusBadge status="warning">{t('mailboxes.silent', { since: moments.short(silentSince) })}</StatusBadge>
        <div className="zp-small">{t('mailboxes.silentNote')}</div>
      </>
    );
  }
  if (fetch.state === 'running') return <StatusBadge status="success">{t('mailboxes.fetching')}</StatusBadge>;
  if (!lastSuccessAt) return <StatusBadge status="neutral">{t('mailboxes.never')}</StatusBadge>;
  return <StatusBadge status="success">{t('mailboxes.well')}</StatusBadge>;
}
