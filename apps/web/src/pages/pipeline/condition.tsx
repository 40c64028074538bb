import { StatusBadge } from '@utrecht/component-library-react';
import type { StageCounts } from '../../api/contract.ts';
import { troubleText } from '../../elements/trouble-text.ts';
import { useText } from '../../text/text-context.tsx';

/** From here on a waiting mail is worth a word. */
const LAGGING_SECONDS = 60;

/** How a stage is doing, and why it waits. */
export function Condition({ counts }: { counts: StageCounts }) {
  const { t, moments } = useText();
  const { trouble, failed, waiting, running, lagSeconds } = counts;
  if (trouble) {
    return (
      <>
        <StatusBadge status="danger">{t('pipeline.standsStill')}</StatusBadge>
        <div className="zp-small zp-sentence">
          {t('pipeline.trouble', { since: moments.short(trouble.since), trouble: troubleText(trouble.code, t) })}
        </div>
      </>
    );
  }
  if (waiting > 0 && lagSeconds >= LAGGING_SECONDS) {
    return <StatusBadge status="warning">{t('pipeline.lagging', { time: moments.lasting(lagSeconds) })}</StatusBadge>;
  }
  if (failed > 0) return <StatusBadge status="danger">{t('pipeline.hasFailures')}</StatusBadge>;
  if (waiting + running > 0) return <StatusBadge status="success">{t('pipeline.busy')}</StatusBadge>;
  return <StatusBadge status="inactive">{t('pipeline.quiet')}</StatusBadge>;
}
