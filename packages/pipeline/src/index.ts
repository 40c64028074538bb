export { createRunner, type Observation, type Runner, type RunnerOptions } from './runner/runner.ts';
export {
  again,
  type BoundStage,
  bind,
  done,
  type Outcome,
  type Policy,
  type Run,
  type Stage,
  stage,
} from './runner/stage.ts';
export { type SweepOptions, type SweepReport, sweep } from './runner/sweep.ts';
