import type { MailSummary } from '../api/contract.ts';
import { useRole } from '../app/session-context.ts';
import { Link } from '../router/link.tsx';
import { useText } from '../text/text-context.tsx';
import { reasonText } from './reason-text.ts';
import { StateBadge } from './state-badge.tsx';

/** Where a mail is in words, and the case it is on for those who may see it. */
export function MailEnd({ state, reason, caseNumber }: MailSummary) {
  const { t } = useText();
  const because = reasonText({ state, reason }, t);
  const role = useRole();
  const number = caseNumber === null ? null : t('pipeline.case', { number: caseNumber });
  return (
    <div className="zp-end">
      <StateBadge of="inbound" state={state} />
      {number && role !== 'operator' ? <Link to={`/cases/${caseNumber}`}>{number}</Link> : number}
      {because ? <span className="zp-small zp-sentence">{because}</span> : null}
    </div>
  );
}
