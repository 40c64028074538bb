import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { callerFolder } from '@zaakpost/config';
import { Command } from 'commander';
import { checkCommand } from './check.ts';
import { doctorCommand } from './doctor/command.ts';
import { explainCommand } from './explain/command.ts';
import { CommandError } from './failure.ts';
import { holdCommand } from './hold.ts';
import { importCommand } from './import/command.ts';
import { keysCommand } from './keys.ts';
import { ledgerCommand } from './ledger.ts';
import { mailboxesCommand } from './mailboxes.ts';
import { migrateCommand } from './migrate.ts';
import { quarantineCommand } from './quarantine.ts';
import { replayCommand } from './replay.ts';
import { runCommands } from './run-app.ts';
import { unreadable } from './unreadable.ts';
import { usersCommand } from './users.ts';

/** The command line as a whole. */
export function program(): Command {
  const all = new Command('zaakpost')
    .description('The mail room of a municipality: runs its parts, and tells where a mail is.')
    .option('--env-file <file>', 'read the configuration from this file, where the environment does not have it')
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('(see --help)')
    .hook('preAction', (command) => {
      const { envFile } = command.opts<{ envFile?: string }>();
      if (envFile !== undefined) readEnvFile(envFile);
    });
  const commands = [
    ...[checkCommand(), migrateCommand(), ...runCommands()],
    ...[explainCommand(), ledgerCommand(), replayCommand(), importCommand(), quarantineCommand(), holdCommand()],
    ...[doctorCommand(), mailboxesCommand(), usersCommand(), keysCommand()],
  ];
  for (const command of commands) all.addCommand(command.showHelpAfterError('(see --help)'));
  return all;
}

/** Looked for where the command was given, and then where npm runs it: there is what `npm start` wrote. */
function readEnvFile(path: string): void {
  const near = resolve(callerFolder(), path);
  try {
    process.loadEnvFile(existsSync(near) ? near : path);
  } catch (error) {
    throw new CommandError(`--env-file ${path} ${unreadable(String((error as NodeJS.ErrnoException).code))}`);
  }
}

const EXAMPLES = `
Examples:
  $ npm run --silent zaakpost -- check
  $ npm run --silent zaakpost -- worker scan classify
  $ npm run --silent zaakpost -- --env-file .zaakpost/env explain 3f0e9c1a-...

"zaakpost COMMAND --help" explains each command.`;
