import type { ErrorCode, StageName } from '@zaakpost/domain';
import { Gauge, type Registry } from 'prom-client';

/** What waits at a stage, as PostgreSQL has it. An autoscaler can follow `lagSeconds`. */
export interface StageLoad {
  stage: StageName;
  /** Steps in each open state, and failed ones. */
  waiting: number;
  running: number;
  delayed: number;
  failed: number;
  /** Age of the oldest step that is due and not running, in seconds. */
  lagSeconds: number;
  /** Why steps wait for another try. */
  trouble: { code: ErrorCode } | null;
}

const STATES = ['waiting', 'running', 'delayed', 'failed'] as const;

/** Gauges that are read from the records whenever somebody asks for the metrics: once for all of them. */
export function stageGauges(registry: Registry, read: () => Promise<StageLoad[]>): void {
  let reading: Promise<StageLoad[]> | undefined;
  // The registry asks all gauges before it waits for one of them.
  const loads = () => {
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return reading;
  };
  new Gauge({
    name: 'zaakpost_stage_lag_seconds',
    help: 'Age of the oldest step that is due and not running.',
    labelNames: ['stage'],
    registers: [registry],
    async collect() {
      for (const { stage, lagSeconds } of await loads()) this.set({ stage }, lagSeconds);
    },
  });
  new Gauge({
    name: 'zaakpost_stage_trouble',
    help: '1 while steps of a stage wait for another try, by the code that most of them have.',
    labelNames: ['stage', 'code'],
    registers: [registry],
    async collect() {
      const all = await loads();
      this.reset();
      for (const { stage, trouble } of all) if (trouble) this.set({ stage, code: trouble.code }, 1);
    },
  });
  new Gauge({
    name: 'zaakpost_stage_steps',
    help: 'Steps by stage and state.',
    labelNames: ['stage', 'state'],
    registers: [registry],
    async collect() {
      for (const load of await loads()) {
        for (const state of STATES) this.set({ stage: load.stage, state }, load[state]);
      }
    },
  });
}
