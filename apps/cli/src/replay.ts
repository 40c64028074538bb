import { userInfo } from 'node:os';
import { PermanentError, type Publication, type User } from '@zaakpost/domain';
import { connectQueues, openQueues, type QueueSettings } from '@zaakpost/queue';
import { audit, type Database, stepStore } from '@zaakpost/store';
import { Command } from 'commander';
import { CommandError } from './failure.ts';
import { withRecords } from './records.ts';

export const replayCommand = (): Command =>
  new Command('replay')
    .description('Run a step that is over once more, from what is on record. It is audited.')
    .argument('<step>', 'its id: see "explain", or the failed steps in the pages')
    .requiredOption('--reason <reason>', 'why; kept in the audit')
    .addHelpText('after', '\nExample:\n  $ zaakpost replay 7b1d9a52-... --reason "the mail server was mended"')
    .action((stepId: string, { reason }: { reason: string }) =>
      withRecords(async (database, config) => {
        const publications = await replay(database, stepId, reason);
        const published = await publish(config.queue, publications);
        console.log(`It runs as step ${publications[0]?.stepId}${published ? '' : ', as soon as the queue is back'}.`);
      }),
    );

// The command line has no account: the audit names the user of the machine.
const operator = (): User => ({
  id: '00000000-0000-0000-0000-000000000000',
  name: `${userInfo().username} (command line)`,
  role: 'operator',
});

async function replay(database: Database, stepId: string, reason: string): Promise<Publication[]> {
  const steps = stepStore(database);
  const publications = await steps.begin(async (tx) => {
    const fresh = await steps.replay(tx, stepId);
    await audit(database).record(tx, operator(), {
      action: 'step.replayed',
      subject: { kind: 'step', id: stepId },
      details: { stage: fresh.stage, newStepId: fresh.id, reason },
    });
    return [fresh];
  });
  if (publications.length === 0) throw new CommandError('A newer run of this stage is already under way.');
  return publications;
}

async function publish(settings: QueueSettings, publications: Publication[]): Promise<boolean> {
  try {
    const connection = await connectQueues(settings, { workers: 0, log: () => undefined });
    const queues = openQueues(connection);
    await queues.publish(publications).finally(async () => {
      await queues.close();
      await connection.close();
    });
    return true;
  } catch (error) {
    if (error instanceof PermanentError) throw error;
    return false;
  }
}
