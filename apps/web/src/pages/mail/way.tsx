import { Paragraph } from '@utrecht/component-library-react';
import type { Step } from '../../api/contract.ts';
import { Moment } from '../../elements/moment.tsx';
import { StateBadge } from '../../elements/state-badge.tsx';
import { troubleText } from '../../elements/trouble-text.ts';
import { useText } from '../../text/text-context.tsx';

/** Every step that was taken for a mail, in order. */
export function Way({ steps }: { steps: Step[] }) {
  const { t } = useText();
  if (steps.length === 0) return <Paragraph>{t('mail.noSteps')}</Paragraph>;
  return (
    <ol className="zp-way">
      {steps.map((step) => (
        <li key={step.id}>
          <div className="zp-way-head">
            <strong>{t(`stage.${step.stage}`)}</strong>
            <StateBadge of="step" state={step.state} />
          </div>
          <div className="zp-small">
            <Moment at={step.finishedAt ?? step.createdAt} as="short" />
            {step.attempts > 1 ? `, ${t('mail.attempts.many', { n: step.attempts })}` : ''}
          </div>
          {step.errorCode ? (
            <Paragraph className="zp-small zp-sentence">
              {troubleText(step.errorCode, t)} <code>{step.errorCode}</code>
            </Paragraph>
          ) : null}
        </li>
      ))}
    </ol>
  );
}
