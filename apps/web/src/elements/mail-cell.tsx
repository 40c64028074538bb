import type { MailSummary } from '../api/contract.ts';
import { useRole } from '../app/session-context.ts';
import { Link } from '../router/link.tsx';
import { useText } from '../text/text-context.tsx';
import { subjectText } from './subject-text.ts';

interface Props {
  mail: MailSummary;
  to?: string;
}

/** A mail in a list: its subject leads to it. */
export function MailCell({ mail, to = `/mails/${mail.id}` }: Props) {
  const { t } = useText();
  const role = useRole();
  const { attachments, incomplete } = mail;
  const facts = [
    attachments === 1 ? t('pipeline.attachments.one') : null,
    attachments > 1 ? t('pipeline.attachments.many', { n: attachments }) : null,
    incomplete ? t('flag.incomplete') : null,
  ].filter(Boolean);
  return (
    <>
      <Link to={to} className="zp-subject">
        {subjectText(mail, role, t)}
      </Link>
      {facts.length > 0 ? <div className="zp-small">{facts.join(', ')}</div> : null}
    </>
  );
}
