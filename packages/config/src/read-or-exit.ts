import { ConfigError } from '@zaakpost/domain';
import type { ConfigReader } from './apps.ts';

/**
 * For the first line of a `main.ts`: the configuration, or every problem on stderr and exit code 1. With `--check` on the
 * command line it prints "ok" and exits 0 instead of going on.
 */
export function readOrExit<Config>(read: ConfigReader<Config>): Config {
  const config = readOrExplain(read);
  if (!process.argv.includes('--check')) return config;
  console.log('ok');
  process.exit(0);
}

function readOrExplain<Config>(read: ConfigReader<Config>): Config {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
