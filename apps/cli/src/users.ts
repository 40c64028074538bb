import { randomBytes, randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import type { Role } from '@zaakpost/domain';
import type { Database } from '@zaakpost/store';
import { Command, Option } from 'commander';
import { CommandError } from './failure.ts';
import { withRecords } from './records.ts';

const ROLES: readonly Role[] = ['caseWorker', 'operator', 'administrator'];

interface Account {
  userName: string;
  name: string;
  role: Role;
  active: boolean;
}

export const usersCommand = (): Command =>
  new Command('users').description('Local accounts.').addCommand(add()).addCommand(list()).addCommand(password());

const add = () =>
  new Command('add')
    .description('Make an account. Its password is read from stdin with --password-stdin, else made and printed once.')
    .argument('<user-name>', 'what is typed to sign in')
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).makeOptionMandatory())
    .option('--name <name>', "the person's name; the user name when not given")
    .option('--password-stdin', 'read the password from stdin')
    .addHelpText('after', '\nExample:\n  $ zaakpost users add p.jansen --role caseWorker --name "Piet Jansen"')
    .action((userName: string, options: { role: Role; name?: string; passwordStdin?: true }) =>
      withRecords(async (database) => {
        if (await find(database, userName)) throw new CommandError(`There is an account ${userName} already.`);
        const name = options.name ?? userName;
        await setPassword(database, { userName, name, role: options.role }, options);
        console.log(`${userName} may sign in as ${options.role}.`);
      }),
    );

const list = () =>
  new Command('list')
    .description('List the accounts with their roles.')
    .addHelpText('after', '\nExample:\n  $ zaakpost users list')
    .action(() =>
      withRecords(async (database) => {
        for (const { userName, role, name, active } of await accounts(database)) {
          console.log(`${userName.padEnd(24)} ${role.padEnd(14)} ${name}${active ? '' : ' (switched off)'}`);
        }
      }),
    );

const password = () =>
  new Command('password')
    .description('Give an account a new password and end its sessions.')
    .argument('<user-name>')
    .option('--password-stdin', 'read the password from stdin')
    .addHelpText('after', '\nExample:\n  $ zaakpost users password p.jansen')
    .action((userName: string, options: { passwordStdin?: true }) =>
      withRecords(async (database) => {
        const account = await find(database, userName);
        if (!account) throw new CommandError(`There is no account ${userName}; see "zaakpost users list".`);
        await setPassword(database, account, options);
        console.log(`${account.userName} has a new password.`);
      }),
    );

async function setPassword(
  database: Database,
  { userName, name, role }: Omit<Account, 'active'>,
  { passwordStdin }: { passwordStdin?: true },
): Promise<void> {
  const chosen = passwordStdin
    ? (await text(process.stdin)).replace(/\r?\n$/u, '')
    : randomBytes(15).toString('base64url');
  if (chosen.length < 12) throw new CommandError('A password has at least 12 characters.');
  const { signIns } = await import('@zaakpost/store');
  await signIns(database, { hours: 1 }).setUser({ id: randomUUID(), userName, name, role, password: chosen });
  if (!passwordStdin) console.log(`Password: ${chosen}`);
}

const accounts = (database: Database): Promise<Account[]> =>
  database.ask((db) =>
    db.query('select user_name as "userName", name, role, active from user_account order by lower(user_name)'),
  );

const find = async (database: Database, userName: string): Promise<Account | undefined> =>
  (await accounts(database)).find((account) => account.userName.toLowerCase() === userName.toLowerCase());
