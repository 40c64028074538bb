import { parseArgs } from 'node:util';
import { Trouble } from './trouble.ts';

export interface Wishes {
  /** Throws away all that an earlier start left. */
  reset: boolean;
  demo: boolean;
  help: boolean;
}

export const USAGE = `Starts all of Zaakpost on this machine: npm start -- [options]

  --reset     begin anew: throws away every record, mail and password of earlier starts
  --no-demo   without sample mails, demo mailbox and outbox
  --help      show this

  PORT=8081 npm start      another port for the pages
  DATA_DIR=/srv/zp npm start   another folder for the data`;

/** Reads the command line. @throws Trouble for what is not known. */
export function readWishes(args: readonly string[]): Wishes {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { reset: { type: 'boolean' }, 'no-demo': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    return { reset: values.reset ?? false, demo: !(values['no-demo'] ?? false), help: values.help ?? false };
  } catch (error) {
    throw new Trouble(`${(error as Error).message}\n\n${USAGE}`);
  }
}
