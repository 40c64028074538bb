import { readOrExit, readWorkerConfig } from '@zaakpost/config';
import { isStageName, STAGES } from '@zaakpost/domain';
import { createLog, runApp } from '@zaakpost/telemetry';
import { startWorker } from './start.ts';

const named = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const stages = named.filter(isStageName);
if (stages.length === 0 || stages.length < named.length) {
  console.error(`Name the stages to run, some of: ${STAGES.join(', ')}`);
  process.exit(1);
}

const config = readOrExit(readWorkerConfig);
const log = createLog({ app: 'worker', ...config.log });
await runApp({ log, grace: config.steps.grace, start: () => startWorker([...new Set(stages)], config, log) });
