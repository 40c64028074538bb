import type { MailSummary } from '../api/contract.ts';
import { Link } from '../router/link.tsx';
import { useText } from '../text/text-context.tsx';

interface Props {
  mail: MailSummary;
  to?: string;
}

export function MailCell({ mail: { id, subject, attachments, incomplete }, to = `/mails/${id}` }: Props) {
  const { t } = useText();
  const facts = [
    attachments === 1 ? t('pipeline.attachments.one') : null,
    attachments > 1 ? t('pipeline.attachments.many', { n: attachments }) : null,
    incomplete ? t('flag.incomplete') : null,
  ].filter(Boolean);
  return (
    <>
      <Link to={to} className="zp-subject">
        {subject || t('pipeline.noSubject')}
      </Link>
      {facts.length > 0 ? <div className="zp-small">{facts.join(', ')}</div> : null}
    </>
  );
}
