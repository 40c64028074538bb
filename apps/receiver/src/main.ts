import { readOrExit, readReceiverConfig } from '@zaakpost/config';
import { createLog, runApp } from '@zaakpost/telemetry';
import { startReceiver } from './start.ts';

const config = readOrExit(readReceiverConfig);
const log = createLog({ app: 'receiver', ...config.log });
await runApp({ log, grace: config.grace, start: () => startReceiver(config, log) });
