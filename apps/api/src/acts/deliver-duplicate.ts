import { step, type User } from '@zaakpost/domain';
import { conflict } from '../http/problem.ts';
import type { ApiParts } from '../parts.ts';
import { publish } from './publish.ts';

/** Somebody says that a mail is no duplicate: it goes on from its raw bytes as any other. @throws Problem 404, 409. */
export async function deliverDuplicate(parts: ApiParts, user: User, id: string, reason: string): Promise<void> {
  const { steps, desk, audit } = parts;
  const publications = await steps.begin(async (tx) => {
    const { state } = await desk.inbound.lock(tx, id);
    const taken = await desk.inbound.takeDuplicate(tx, id);
    if (!taken) throw refused(state);
    await audit.record(tx, user, {
      action: 'mail.delivered',
      subject: { kind: 'inboundMessage', id },
      details: { reason, duplicateOf: taken.duplicateOf },
    });
    return [step('scan', 'inboundMessage', id)];
  });
  await publish(parts, publications);
}

const refused = (state: string) =>
  conflict(
    state === 'duplicate'
      ? 'The bytes of this duplicate are gone, after their term.'
      : `This message is no duplicate; it is "${state}". Somebody may have been quicker.`,
  );
