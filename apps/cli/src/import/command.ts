import { Command } from 'commander';
import type { ImportWishes } from './run-import.ts';

export const importCommand = (): Command =>
  new Command('import')
    .description(
      'Put mail from files on record and let it go its way. Stopped and started again, it takes what is missing and nothing twice.',
    )
    .argument('<paths...>', '.eml files, mboxes, Maildirs, and folders of these')
    .option('--to <address>', 'the address of ours that the mail counts as delivered to; without it its header tells')
    .option('--no-wait', 'end when all is on record, without waiting for where each mail ends')
    .option('--json', 'the result as one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  $ zaakpost import archive.mbox\n  $ zaakpost import --to info@gemeente.nl ~/Maildir letters/',
    )
    .action(async (paths: string[], wishes: ImportWishes) => {
      const { runImport } = await import('./run-import.ts');
      await runImport(paths, wishes);
    });
