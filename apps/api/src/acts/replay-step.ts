import { PermanentError, type User } from '@zaakpost/domain';
import type { ApiParts } from '../parts.ts';
import { publish } from './publish.ts';

/** Runs a stage once more from what is on record; gives the new step's id. @throws PermanentError when it is not over. */
export async function replayStep(parts: ApiParts, user: User, stepId: string, reason: string): Promise<string> {
  let freshId = '';
  const publications = await parts.steps.begin(async (tx) => {
    const fresh = await parts.steps.replay(tx, stepId);
    freshId = fresh.id;
    await parts.audit.record(tx, user, {
      action: 'step.replayed',
      subject: { kind: 'step', id: stepId },
      details: { stage: fresh.stage, newStepId: fresh.id, reason },
    });
    return [fresh];
  });
  if (publications.length === 0) {
    throw new PermanentError('record-changed', { message: 'A newer run of this stage is already under way.' });
  }
  await publish(parts, publications);
  return freshId;
}
