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
export { attachToCase } from './stages/attach-to-case.ts';
export { classify } from './stages/classify.ts';
export { fetchPop3 } from './stages/fetch-pop3.ts';
export { renderPdf } from './stages/render-pdf.ts';
export { scan } from './stages/scan.ts';
export { scheduledSend } from './stages/scheduled-send.ts';
export { sendOutbound } from './stages/send-outbound.ts';
export { type RemovalReport, type UnusedBytes, unusedBytes } from './upkeep/unused-bytes.ts';
