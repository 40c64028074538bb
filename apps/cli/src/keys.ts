import { randomBytes } from 'node:crypto';
import { Command } from 'commander';
import { CommandError } from './failure.ts';

export const keysCommand = (): Command =>
  new Command('keys').description('Keys for the secrets in profiles, which are encrypted at rest.').addCommand(
    new Command('new')
      .description('Print a new key as SECRET_KEYS takes it. Put it in front of the old ones, which still decrypt.')
      .argument('[id]', 'its name: letters, digits, - and _', today())
      .addHelpText('after', '\nExample:\n  $ zaakpost keys new > /run/secrets/zaakpost-keys')
      .action((id: string) => {
        if (!/^[\w-]{1,40}$/u.test(id)) throw new CommandError('A key is named by letters, digits, - and _.');
        console.log(`${id}:${randomBytes(32).toString('base64')}`);
      }),
  );

const today = () => `k${new Date().toISOString().slice(0, 10)}`;
