import { Command } from 'commander';
import { CommandError } from './failure.ts';
import { isId } from './record-id.ts';
import { withRecords } from './records.ts';

export const replayCommand = (): Command =>
  new Command('replay')
    .description('Run a step that is over once more, from what is on record. It is audited.')
    .argument('<step>', 'its id: see "explain", or the failed steps in the pages')
    .requiredOption('--reason <reason>', 'why; kept in the audit')
    .addHelpText('after', '\nExample:\n  $ zaakpost replay 7b1d9a52-... --reason "the mail server was mended"')
    .action((stepId: string, { reason }: { reason: string }) =>
      withRecords(async (database, config) => {
        if (!isId(stepId)) throw new CommandError('A step goes by its id, a UUID: see "zaakpost explain".');
        const { publish, replayStep } = await import('./replay-step.ts');
        const publications = await replayStep(database, stepId, reason);
        const published = await publish(config.queue, publications);
        console.log(`It runs as step ${publications[0]?.stepId}${published ? '' : ', as soon as the queue is back'}.`);
      }),
    );
