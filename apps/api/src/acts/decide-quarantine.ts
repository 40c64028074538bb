import type { NewStep, Tx, User } from '@zaakpost/domain';
import type { QuarantineDecision, QuarantineOutcome } from '@zaakpost/store';
import { changedMeanwhile, conflict, invalid, notFound, Problem } from '../http/problem.ts';
import type { ApiParts } from '../parts.ts';

/** Releases or deletes one mail. @throws Problem 400, 403, 404, 409 or 412 when it is not to be done; nothing is written then. */
export async function decideQuarantine(
  { desk }: ApiParts,
  tx: Tx,
  user: User,
  { decision, ...mail }: { id: string; version: number; decision: QuarantineDecision },
): Promise<NewStep[]> {
  const { outcomes, steps } = await desk.quarantine.decide(tx, user, [mail], decision);
  const outcome = outcomes.get(mail.id) ?? 'missing';
  if (outcome !== 'done') throw REFUSALS[outcome]();
  return steps;
}

const REFUSALS: Record<Exclude<QuarantineOutcome, 'done'>, () => Problem> = {
  missing: () => notFound('This mail'),
  gone: () =>
    conflict('This mail is not in quarantine any more. Somebody may have been quicker, or its term was over.'),
  changed: () => changedMeanwhile('What is known of this mail'),
  forbidden: () =>
    new Problem({ status: 403, code: 'forbidden', detail: 'Only an administrator releases infected mail.' }),
  unconfirmed: () =>
    invalid([{ field: 'infectedToo', message: 'must be true: a virus was found in this mail or a part of it' }]),
};
