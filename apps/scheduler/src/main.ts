import { readOrExit, readSchedulerConfig } from '@zaakpost/config';
import { createLog, runApp } from '@zaakpost/telemetry';
import { startScheduler } from './start.ts';

const config = readOrExit(readSchedulerConfig);
const log = createLog({ app: 'scheduler', ...config.log });
await runApp({ log, grace: config.grace, start: () => startScheduler(config, log) });
