import { Heading2, Paragraph } from '@utrecht/component-library-react';
import type { InboundState, Pipeline } from '../../api/contract.ts';
import { useRole } from '../../app/session-context.ts';
import { Link } from '../../router/link.tsx';
import { useText } from '../../text/text-context.tsx';

/** What waits for a person, with the way there as far as the role may go. */
export function Attention({ pipeline }: { pipeline: Pipeline }) {
  const { inbound, outbound, stages, testSignaturesOnly, uncheckedSenders } = pipeline;
  const { t, moments } = useText();
  const role = useRole();
  const failed = stages.reduce((sum, stage) => sum + stage.failed, 0);
  const sorting = role === 'operator' ? mailsIn('unmatched') : '/unmatched';
  const quarantine = role === 'caseWorker' ? mailsIn('quarantined') : '/quarantine';
  const waiting = [
    ['pipeline.unmatched', inbound.unmatched ?? 0, sorting],
    ['pipeline.needsConfirmation', inbound.needsConfirmation ?? 0, mailsIn('needsConfirmation')],
    ['pipeline.quarantined', inbound.quarantined ?? 0, quarantine],
    ['pipeline.outcomeUnknown', outbound.outcomeUnknown ?? 0, '/outgoing?deliveryState=outcomeUnknown'],
    ['pipeline.failedSteps', failed, role === 'caseWorker' ? mailsIn('failed') : '/steps'],
  ] as const;
  const some = waiting.filter(([, count]) => count > 0);
  return (
    <section className="zp-attention" aria-labelledby="attention">
      <Heading2 id="attention" className="zp-attention-title">
        {t('pipeline.attention')}
      </Heading2>
      {testSignaturesOnly ? <Paragraph>{t('pipeline.testSignatures')}</Paragraph> : null}
      {uncheckedSenders ? (
        <Paragraph>
          {t('pipeline.uncheckedSenders', {
            n: uncheckedSenders.mails,
            since: moments.short(uncheckedSenders.since),
          })}
        </Paragraph>
      ) : null}
      {some.length === 0 ? <Paragraph>{t('pipeline.nothing')}</Paragraph> : null}
      <ul className="zp-attention-list">
        {some.map(([name, count, to]) => (
          <li key={name}>
            <Link to={to}>
              <strong>{count}</strong> {t(name)}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The list of mails on this same page, which may be far below. */
const mailsIn = (state: InboundState) => `/pipeline?state=${state}#mails`;
