import { Heading3, Paragraph, StatusBadge } from '@utrecht/component-library-react';
import type { StageCounts } from '../../api/contract.ts';
import { troubleText } from '../../elements/trouble-text.ts';
import { useText } from '../../text/text-context.tsx';

/** From here on a waiting mail is worth a word. */
const LAGGING_SECONDS = 60;

export function Stages({ stages }: { stages: StageCounts[] }) {
  return (
    <ol className="zp-stages">
      {stages.map((stage) => (
        <li key={stage.stage} className="zp-card">
          <Stage {...stage} />
        </li>
      ))}
    </ol>
  );
}

function Stage(counts: StageCounts) {
  const { t, moments } = useText();
  const { stage, trouble } = counts;
  const numbers = [
    ['pipeline.waiting', counts.waiting],
    ['pipeline.running', counts.running],
    ['pipeline.delayed', counts.delayed],
    ['pipeline.failed', counts.failed],
    ['pipeline.doneToday', counts.doneToday],
  ] as const;
  return (
    <>
      <Heading3 className="zp-card-title">{t(`stage.${stage}`)}</Heading3>
      <Paragraph className="zp-small">{t(`stageWork.${stage}`)}</Paragraph>
      <div>
        <Condition {...counts} />
      </div>
      {trouble ? (
        <Paragraph className="zp-trouble">
          {t('pipeline.trouble', { since: moments.short(trouble.since), trouble: troubleText(trouble.code, t) })}
        </Paragraph>
      ) : null}
      <dl className="zp-numbers">
        {numbers.map(([name, count]) => (
          <div key={name}>
            <dt>{t(name)}</dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Condition({ trouble, failed, waiting, running, lagSeconds }: StageCounts) {
  const { t, moments } = useText();
  if (trouble) return null;
  if (failed > 0) return <StatusBadge status="danger">{t('pipeline.hasFailures')}</StatusBadge>;
  if (waiting > 0 && lagSeconds >= LAGGING_SECONDS) {
    return <StatusBadge status="warning">{t('pipeline.lagging', { time: moments.lasting(lagSeconds) })}</StatusBadge>;
  }
  if (waiting + running > 0) return <StatusBadge status="success">{t('pipeline.busy')}</StatusBadge>;
  return <StatusBadge status="inactive">{t('pipeline.quiet')}</StatusBadge>;
}
