import type { IntegrationProfile, MailboxTest } from '@zaakpost/domain';
import type { Database } from '@zaakpost/store';
import { Command } from 'commander';
import { moment } from './moment.ts';
import { CommandError } from './failure.ts';
import { withRecords } from './records.ts';

export const mailboxesCommand = (): Command =>
  new Command('mailboxes')
    .description('The mailboxes that mail is fetched from.')
    .addCommand(list())
    .addCommand(test());

const list = () =>
  new Command('list')
    .description('List the mailboxes with their health. No address, user name or password is shown.')
    .addHelpText('after', '\nExample:\n  $ zaakpost mailboxes list')
    .action(() =>
      withRecords(async (database) => {
        const all = await mailboxes(database);
        console.log(all.map(lineOf).join('\n') || 'No mailbox is set up.');
      }),
    );

const test = () =>
  new Command('test')
    .description(
      'Try a mailbox step by step, and say what is wrong. Reads, deletes and changes no mail. It is audited.',
    )
    .argument('<name-or-id>', 'its name or id: see "mailboxes list"')
    .addHelpText('after', '\nExample:\n  $ zaakpost mailboxes test "Postbus van de gemeente"')
    .action((nameOrId: string) =>
      withRecords(async (database) => {
        const { id } = named(await mailboxes(database), nameOrId);
        const { testMailbox } = await import('./test-mailbox.ts');
        const result = await testMailbox(database, id);
        for (const line of linesOf(result)) console.log(line);
        if (!result.ok) process.exitCode = 1;
      }),
    );

type Mailbox = Pick<IntegrationProfile, 'id' | 'name' | 'active' | 'health'>;

async function mailboxes(database: Database): Promise<Mailbox[]> {
  const { views } = await import('@zaakpost/store');
  const profiles = await views(database).settings.profiles();
  return profiles.filter(({ type }) => type === 'pop3Mailbox');
}

function named(all: Mailbox[], nameOrId: string): Mailbox {
  const found = all.filter(({ id, name }) => id === nameOrId || name.toLowerCase() === nameOrId.toLowerCase());
  const [one] = found;
  if (one && found.length === 1) return one;
  throw new CommandError(
    one ? 'Several mailboxes have this name: give the id.' : 'There is no such mailbox; see "zaakpost mailboxes list".',
  );
}

function lineOf({ id, name, active, health }: Mailbox): string {
  return [id, name.padEnd(30), ...healthOf({ active, health })].join('  ');
}

function* healthOf({ active, health }: Pick<Mailbox, 'active' | 'health'>): Generator<string> {
  const { lastSuccessAt, lastErrorCode, failingSince, lastMailAt, silentSince, tokenExpiresAt } = health;
  if (!active) yield 'switched off';
  else if (failingSince) yield `fails since ${at(failingSince)} (${lastErrorCode})`;
  else yield lastSuccessAt ? `fetched ${at(lastSuccessAt)}` : 'not fetched yet';
  if (silentSince) yield `SILENT since ${at(silentSince)}`;
  else if (lastMailAt) yield `last mail ${at(lastMailAt)}`;
  if (tokenExpiresAt) yield `token until ${at(tokenExpiresAt)}`;
}

function* linesOf({ steps, certificate, mails }: MailboxTest): Generator<string> {
  for (const { step, code, message } of steps) yield `${step.padEnd(14)}${code.padEnd(30)}${message}`;
  if (certificate)
    yield `The certificate is valid until ${at(certificate.validTo)}, for ${certificate.names.join(', ')}.`;
  if (mails) yield `There are ${mails.count} mails of ${mails.bytes} bytes together.`;
}

/** To the minute, by the wall clock in the Netherlands, as the pages show it. */
const at = (date: Date): string => moment(date).slice(0, 16);
