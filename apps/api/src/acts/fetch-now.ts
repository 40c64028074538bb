import { step, type User } from '@zaakpost/domain';
import { conflict, notFound } from '../http/problem.ts';
import type { ApiParts } from '../parts.ts';
import { publish } from './publish.ts';

/** Has a mailbox fetched from now, and not when its turn comes. @throws Problem 404, 409 when it is switched off. */
export async function fetchNow(parts: ApiParts, user: User, id: string): Promise<'begun' | 'running'> {
  const mailbox = await parts.views.mailboxes.find(id);
  if (!mailbox) throw notFound('This mailbox');
  if (!mailbox.active) throw conflict('This mailbox is switched off: switch it on first.');
  // The step that waits for a better moment makes room for one that is due; one that runs stays, and the new one is none.
  const publications = await parts.steps.begin(async (tx) => {
    await parts.audit.record(tx, user, { action: 'mailbox.fetched', subject: { kind: 'profile', id } });
    await parts.steps.cancel(tx, 'fetch-pop3', id);
    return [step('fetch-pop3', 'mailbox', id)];
  });
  await publish(parts, publications);
  return publications.length > 0 ? 'begun' : 'running';
}
