import type { ErrorCode, Milliseconds, StageName } from '@zaakpost/domain';
import { Counter, Histogram, type Registry } from 'prom-client';

/** How a run of a step ended, for the metrics. Labels are bounded: stage, outcome, code. */
export interface StepRun {
  stage: StageName;
  /** The runner's closed set of words: `done`, `again`, `retried`, ... */
  outcome: string;
  code: ErrorCode | null;
  duration: Milliseconds;
}

export interface StepMetrics {
  ended(run: StepRun): void;
}

/** Duration by stage and outcome in seconds, errors by stage and code. */
export function stepMetrics(registry: Registry): StepMetrics {
  const duration = new Histogram({
    name: 'zaakpost_step_duration_seconds',
    help: 'Time that one run of a step took.',
    labelNames: ['stage', 'outcome'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120],
    registers: [registry],
  });
  const errors = new Counter({
    name: 'zaakpost_step_errors_total',
    help: 'Runs of steps that ended in an error, by its code.',
    labelNames: ['stage', 'code'],
    registers: [registry],
  });
  return {
    ended({ stage, outcome, code, duration: took }) {
      duration.observe({ stage, outcome }, took / 1000);
      if (code !== null) errors.inc({ stage, code });
    },
  };
}
