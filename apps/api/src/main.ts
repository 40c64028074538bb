import { readApiConfig, readOrExit } from '@zaakpost/config';
import { createLog, runApp } from '@zaakpost/telemetry';
import { startApi } from './start.ts';

const config = readOrExit(readApiConfig);
const log = createLog({ app: 'api', ...config.log });
await runApp({ log, grace: config.grace, start: () => startApi(config, log) });
