import { Command } from 'commander';
import { CommandError } from './failure.ts';
import { isId } from './record-id.ts';
import { withRecords } from './records.ts';

export const holdCommand = (): Command =>
  new Command('hold')
    .description('Keep a mail, or all mail of a case, whatever its term (a legal hold). It is audited.')
    .argument('<what>', 'the id of a mail, or the number of a case')
    .requiredOption('--reason <reason>', 'why; kept in the audit')
    .option('--lift', 'end the hold')
    .addHelpText('after', '\nExample:\n  $ zaakpost hold 1458 --reason "objection 2026-12"')
    .action((what: string, { reason, lift = false }: { reason: string; lift?: boolean }) =>
      withRecords(async (database) => {
        const { legalHold } = await import('@zaakpost/store');
        const { operator } = await import('./operator.ts');
        const isCase = /^\d{1,9}$/u.test(what);
        if (!isCase && !isId(what)) throw new CommandError('Give the id of a mail, or the number of a case.');
        const of = isCase
          ? ({ kind: 'case', number: Number(what) } as const)
          : ({ kind: 'inboundMessage', id: what.toLowerCase() } as const);
        const change = { hold: !lift, reason };
        const known = await database.transaction((tx) =>
          legalHold(database).set(tx, { ...operator(), role: 'administrator' }, of, change),
        );
        if (!known) throw new CommandError(`There is no ${isCase ? 'case' : 'mail'} ${what}.`);
        console.log(lift ? 'The hold is lifted.' : 'It is held.');
      }),
    );
