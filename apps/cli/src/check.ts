import {
  readApiConfig,
  readMigrationConfig,
  readReceiverConfig,
  readSchedulerConfig,
  readWorkerConfig,
} from '@zaakpost/config';
import { ConfigError } from '@zaakpost/domain';
import { Command } from 'commander';

const READERS = {
  api: readApiConfig,
  migrate: readMigrationConfig,
  receiver: readReceiverConfig,
  scheduler: readSchedulerConfig,
  worker: readWorkerConfig,
};

export const checkCommand = (): Command =>
  new Command('check')
    .description('Check the configuration of all parts; prints "ok", or every problem at once by name.')
    .addHelpText('after', '\nExample:\n  $ zaakpost check')
    .action(() => {
      const problems = new Set(Object.values(READERS).flatMap((read) => problemsOf(read)));
      if (problems.size > 0) throw new ConfigError([...problems]);
      console.log('ok');
    });

function problemsOf(read: () => unknown): readonly string[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}
