export { type LiveLine, liveLine } from './live-line.ts';
export { createLog, type Log, type LogFields, type LogLevel } from './log.ts';
export {
  createRegistry,
  type MetricsServer,
  type MetricsServerOptions,
  mayReadMetrics,
  Registry,
  startMetricsServer,
} from './metrics-server.ts';
export { type ReceiverMetrics, receiverMetrics } from './receiver-metrics.ts';
export { type AppLife, READY, type RunningApp, runApp } from './run-app.ts';
export { type StageLoad, stageGauges } from './stage-gauges.ts';
export { type StepMetrics, type StepRun, stepMetrics } from './step-metrics.ts';
export { type TemporaryHome, type TemporaryHomeOptions, temporaryHome } from './temporary-home.ts';
