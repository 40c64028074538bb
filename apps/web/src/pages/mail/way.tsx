import { Paragraph } from '@utrecht/component-library-react';
import type { Step } from '../../api/contract.ts';
import { mendText } from '../../elements/mend-text.ts';
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
        <li key={step.id} id={`step-${step.id}`}>
          <div className="zp-way-head">
            <strong>{t(`stage.${step.stage}`)}</strong>
            <StateBadge of="step" state={step.state} />
          </div>
          <Times step={step} />
          {step.replayOf ? (
            <p className="zp-small">
              <a className="utrecht-link utrecht-link--html-a" href={`#step-${step.replayOf}`}>
                {t('way.replay')}
              </a>
            </p>
          ) : null}
          {step.errorCode ? <Trouble step={step} code={step.errorCode} /> : null}
        </li>
      ))}
    </ol>
  );
}

/** When it was made, tried and over, and how often it was tried. */
function Times({ step }: { step: Step }) {
  const { t, moments } = useText();
  const { createdAt, startedAt, finishedAt, notBefore, attempts, waits, state } = step;
  const said = [
    attempts > 1 ? t('mail.attempts.many', { n: attempts }) : null,
    waits > 0 ? t('way.waits', { n: waits }) : null,
    startedAt && finishedAt ? t('way.took', { time: moments.lasting(seconds(startedAt, finishedAt)) }) : null,
    state === 'pending' ? t('way.notBefore', { at: moments.second(notBefore) }) : null,
  ].filter(Boolean);
  return (
    <div className="zp-small">
      <Moment at={createdAt} as="second" />
      {finishedAt ? (
        <>
          {' – '}
          <Moment at={finishedAt} as="second" />
        </>
      ) : null}
      {said.length > 0 ? `, ${said.join(', ')}` : ''}
    </div>
  );
}

const seconds = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 1_000;

function Trouble({ step, code }: { step: Step; code: string }) {
  const { t } = useText();
  return (
    <>
      <Paragraph className="zp-small zp-sentence">
        {troubleText(code, t)} <code>{code}</code>
      </Paragraph>
      {step.state === 'done' ? null : <Paragraph className="zp-small">{mendText(code, t)}</Paragraph>}
      {step.errorText ? (
        <details className="zp-small">
          <summary>{t('app.technical')}</summary>
          <Paragraph lang="en">{step.errorText}</Paragraph>
        </details>
      ) : null}
    </>
  );
}
