import { step } from '@zaakpost/domain';
import type { ApiParts } from '../parts.ts';
import { publish } from './publish.ts';

/**
 * A mailbox that was set up anew is fetched at once: the step that waits for a better moment, perhaps for hours after many
 * refused logins, makes room for one that has waited for nothing yet. Of what is no mailbox there is no such step.
 */
export async function tryMailboxAnew(parts: ApiParts, id: string): Promise<void> {
  const publications = await parts.steps.begin(async (tx) => {
    const waited = await parts.steps.cancel(tx, 'fetch-pop3', id);
    return waited ? [step('fetch-pop3', 'mailbox', id)] : [];
  });
  await publish(parts, publications);
}
