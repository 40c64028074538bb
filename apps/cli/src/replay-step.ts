import type { Publication } from '@zaakpost/domain';
import { connectQueues, openQueues, type QueueSettings } from '@zaakpost/queue';
import { audit, type Database, stepStore } from '@zaakpost/store';
import { CommandError } from './failure.ts';
import { operator } from './operator.ts';

/** Makes the new step and its note in the audit, in one commit. */
export async function replayStep(database: Database, stepId: string, reason: string): Promise<Publication[]> {
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

/** Tells the queue; false when it is away, and the sweep will. */
export async function publish(settings: QueueSettings, publications: Publication[]): Promise<boolean> {
  try {
    const connection = await connectQueues(settings, { workers: 0, log: () => undefined });
    const queues = openQueues(connection);
    await queues.publish(publications).finally(async () => {
      await queues.close();
      await connection.close();
    });
    return true;
  } catch {
    return false;
  }
}
