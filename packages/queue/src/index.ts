export { connectQueues, migrateQueues, type QueueConnection, type QueueSettings } from './connection.ts';
export { openQueues, type Queues, type StepJob } from './publisher.ts';
export { type HostedStage, type HostSettings, hostStage } from './workers.ts';
