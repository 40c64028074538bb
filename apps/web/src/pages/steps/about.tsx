import type { FailedStep } from '../../api/contract.ts';
import { Link } from '../../router/link.tsx';
import { useText } from '../../text/text-context.tsx';

/** What a step was about; a received mail has a page of its own. */
export function About({ about: { kind, id } }: FailedStep) {
  const { t } = useText();
  const text = t(`steps.about.${kind}`);
  return <div className="zp-small">{kind === 'inboundMessage' ? <Link to={`/mails/${id}`}>{text}</Link> : text}</div>;
}
