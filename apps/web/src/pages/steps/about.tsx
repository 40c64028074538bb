import type { FailedStep } from '../../api/contract.ts';
import { Link } from '../../router/link.tsx';
import { useText } from '../../text/text-context.tsx';

const KINDS = ['mailbox', 'inboundMessage', 'outboundMessage', 'delivery', 'scheduledEmail'] as const;

/** What a step was about; a received mail has a page of its own. */
export function About({ step: { about } }: { step: FailedStep }) {
  const { t } = useText();
  const kind = KINDS.find((one) => one === about?.kind);
  if (!about || !kind) return null;
  const text = t(`steps.about.${kind}`);
  return (
    <div className="zp-small">{kind === 'inboundMessage' ? <Link to={`/mails/${about.id}`}>{text}</Link> : text}</div>
  );
}
