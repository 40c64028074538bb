import { ConfigError } from '@zaakpost/domain';
import { createLog } from './log.ts';
import { runApp } from './run-app.ts';

const [manner] = process.argv.slice(2);
const keepAlive = setInterval(() => undefined, 60_000);

const starts = {
  well: async () => ({ stop: async () => clearInterval(keepAlive) }),
  refused: () => Promise.reject(new ConfigError(['PORT: must be a whole number'])),
  broken: () => Promise.reject(new Error('the disk is not there')),
  hanging: async () => ({ stop: () => new Promise<void>(() => undefined) }),
};

await runApp({
  log: createLog({ app: 'fixture', level: 'info' }),
  grace: 0,
  start: starts[manner as keyof typeof starts],
});
