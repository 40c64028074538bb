import type { QuarantineOutcome } from '@zaakpost/store';
import { Command } from 'commander';
import { CommandError } from './failure.ts';
import { moment } from './moment.ts';
import { withRecords } from './records.ts';

export const quarantineCommand = (): Command =>
  new Command('quarantine')
    .description('Mail that was not let through.')
    .addCommand(list())
    .addCommand(release())
    .addCommand(remove());

const MOST = 1_000;

const list = () =>
  new Command('list')
    .description(
      'List what is in quarantine, newest first: id, since when (Dutch time), why, what was found. No content of mail.',
    )
    .option('--limit <n>', 'at most so many', '50')
    .addHelpText('after', '\nExample:\n  $ zaakpost quarantine list --limit 20')
    .action(({ limit }: { limit: string }) =>
      withRecords(async (database) => {
        const { findingsOf } = await import('@zaakpost/domain');
        const { views } = await import('@zaakpost/store');
        const most = Number(limit);
        if (!Number.isInteger(most) || most < 1 || most > MOST) {
          throw new CommandError(`--limit is a whole number from 1 to ${MOST}.`);
        }
        const page = await views(database).quarantine.list({
          limit: most,
          cursor: null,
          reason: null,
          search: null,
          hideCaseContent: false,
        });
        if (page.items.length === 0) console.log('Nothing is in quarantine.');
        for (const { id, quarantinedAt, reason, verdict } of page.items) {
          const found = verdict ? findingsOf({ ...verdict, policy: [] }).join('; ') : '';
          console.log(`${id}  ${moment(quarantinedAt)}  ${reason.padEnd(14)}  ${found.slice(0, 200)}`.trimEnd());
        }
      }),
    );

const release = () =>
  new Command('release')
    .description('Let mails go on, for what was found in them so far: each is scanned again. It is audited.')
    .argument('<mail...>', 'their ids')
    .requiredOption('--reason <reason>', 'why; kept with the mail and in the audit')
    .option('--infected-too', 'also where a virus was found')
    .addHelpText(
      'after',
      '\nExample:\n  $ zaakpost quarantine release 3f0e9c1a-... --reason "a real mail of a citizen"',
    )
    .action((ids: string[], { reason, infectedToo = false }: { reason: string; infectedToo?: boolean }) =>
      decide(ids, { kind: 'release', reason, infectedToo }),
    );

const remove = () =>
  new Command('delete')
    .description('Delete mails; their rows stay, their bytes for their term. It is audited.')
    .argument('<mail...>', 'their ids')
    .requiredOption('--reason <reason>', 'why; kept with the mail and in the audit')
    .addHelpText('after', '\nExample:\n  $ zaakpost quarantine delete 3f0e9c1a-... --reason "a virus"')
    .action((ids: string[], { reason }: { reason: string }) => decide(ids, { kind: 'delete', reason }));

/** Behind an outcome: what to do about it. */
const MENDS: Record<QuarantineOutcome, string> = {
  done: '',
  missing: ': there is no mail with this id; see "zaakpost quarantine list"',
  gone: ': it is not in quarantine any more; see "zaakpost explain"',
  changed: ': it was scanned again meanwhile; look at it and give the command again',
  forbidden: ': a virus was found, so only an administrator releases it',
  unconfirmed: ': a virus was found; add --infected-too to release it all the same',
};

type Decision = { reason: string } & ({ kind: 'release'; infectedToo: boolean } | { kind: 'delete' });

const decide = (ids: string[], decision: Decision) =>
  withRecords(async (database, config) => {
    const { decideFromShell } = await import('./quarantine-decision.ts');
    const { publish } = await import('./replay-step.ts');
    const { outcomes, publications } = await decideFromShell(database, ids, decision);
    if (publications.length > 0 && !(await publish(config.queue, publications))) {
      console.log('The queue is away: they are scanned as soon as it is back.');
    }
    for (const [id, outcome] of outcomes) console.log(`${id}  ${outcome}${MENDS[outcome]}`);
    if ([...outcomes.values()].some((outcome) => outcome !== 'done')) throw new CommandError('Not all could be done.');
  });
