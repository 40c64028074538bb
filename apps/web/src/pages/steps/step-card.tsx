import { Heading2, Paragraph } from '@utrecht/component-library-react';
import type { FailedStep } from '../../api/contract.ts';
import { Moment } from '../../elements/moment.tsx';
import { troubleText } from '../../elements/trouble-text.ts';
import { Link } from '../../router/link.tsx';
import { useText } from '../../text/text-context.tsx';
import { Replay } from './replay.tsx';

interface Props {
  step: FailedStep;
  replayed(): void;
}

/** A step that failed: what, why, since when, and the way to run it again. */
export function StepCard({ step, replayed }: Props) {
  const { t } = useText();
  const { stage, about, attempts, errorCode, errorText, createdAt, finishedAt } = step;
  const subject = t(`steps.about.${about.kind}`);
  return (
    <>
      <Heading2 className="zp-card-title">
        {t(`stage.${stage}`)}: <span className="zp-sentence">{troubleText(errorCode ?? 'unexpected', t)}</span>
      </Heading2>
      <p className="zp-small">
        {about.kind === 'inboundMessage' ? <Link to={`/mails/${about.id}`}>{subject}</Link> : subject},{' '}
        <Moment at={finishedAt ?? createdAt} />,{' '}
        {attempts === 1 ? t('mail.attempts.one') : t('mail.attempts.many', { n: attempts })}
      </p>
      <details className="zp-small">
        <summary>{t('app.technical')}</summary>
        <Paragraph lang="en">
          {errorText} <code>{errorCode}</code>
        </Paragraph>
      </details>
      {step.replayed ? <p>{t('steps.wasReplayed')}</p> : <Replay step={step} replayed={replayed} />}
    </>
  );
}
