import type { Observation } from '@zaakpost/pipeline';
import type { Log, StepMetrics } from '@zaakpost/telemetry';

/** Tells log and metrics of each run. */
export function observer(log: Log, metrics: StepMetrics): (observation: Observation) => void {
  return (seen) => {
    metrics.ended(seen);
    const { stage, stepId, outcome, code, duration } = seen;
    const fields = { stage, stepId, outcome, durationMs: Math.round(duration), ...(code === null ? {} : { code }) };
    if (outcome === 'failed') log.error('step failed', fields);
    else if (outcome === 'retried' || outcome === 'waiting') log.warn('step waits', fields);
    else log.info('step ran', fields);
  };
}
