import type { User } from '@zaakpost/domain';
import { conflict } from '../http/problem.ts';
import type { ApiParts } from '../parts.ts';

/** Somebody says that mail of a sender unknown on the case belongs there. @throws Problem 404, 409. */
export async function confirmMessage(
  { database, desk, inbound, audit }: ApiParts,
  user: User,
  id: string,
): Promise<void> {
  await database.transaction(async (tx) => {
    const { state } = await desk.inbound.lock(tx, id);
    if (state !== 'needsConfirmation') {
      throw conflict(`This message is not waiting to be confirmed; it is "${state}". Somebody may have been quicker.`);
    }
    await inbound.settled(tx, id, 'onCase');
    await audit.record(tx, user, { action: 'mail.confirmed', subject: { kind: 'inboundMessage', id } });
  });
}
