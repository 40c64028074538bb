import {
  type Case,
  type Classification,
  type NewStep,
  newMailCode,
  step,
  type Tx,
  type User,
  type Why,
} from '@zaakpost/domain';
import { conflict } from '../http/problem.ts';
import type { ApiParts } from '../parts.ts';
import { publish } from './publish.ts';

/** Where a person sends a message that fitted nowhere. */
export type Sorting =
  | { to: 'case'; of: Case }
  | { to: 'newCase'; caseTypeId: string; requestor: string | null }
  | { to: 'intake' }
  | { to: 'bin'; reason: string };

/** Sends an unmatched message on. @throws Problem 409 when it does not wait for that, or not any more. */
export async function sortMessage(parts: ApiParts, user: User, id: string, sorting: Sorting): Promise<void> {
  const { steps, desk, audit } = parts;
  const codeDigits = sorting.to === 'newCase' ? await codeDigitsOf(parts) : undefined;
  const publications = await steps.begin(async (tx) => {
    const { state, subject } = await desk.inbound.lock(tx, id);
    if (state !== 'unmatched') {
      throw conflict(`This message is not waiting to be sorted; it is "${state}". Somebody may have been quicker.`);
    }
    await audit.record(tx, user, {
      action: `mail.${ACTIONS[sorting.to]}`,
      subject: { kind: 'inboundMessage', id },
      details: detailsOf(sorting),
    });
    return sort(parts, tx, { id, subject: subject ?? '', codeDigits }, sorting);
  });
  await publish(parts, publications);
}

const ACTIONS = { case: 'linked', newCase: 'caseStarted', intake: 'sentToIntake', bin: 'discarded' } as const;

const detailsOf = (sorting: Sorting): Record<string, unknown> => {
  if (sorting.to === 'case') return { caseNumber: sorting.of.number };
  if (sorting.to === 'newCase') return { caseTypeId: sorting.caseTypeId };
  return sorting.to === 'bin' ? { reason: sorting.reason } : {};
};

interface Sorted {
  id: string;
  subject: string;
  codeDigits: number | undefined;
}

async function sort(parts: ApiParts, tx: Tx, message: Sorted, sorting: Sorting): Promise<NewStep[]> {
  if (sorting.to === 'bin') {
    await parts.inbound.settled(tx, message.id, 'discarded', { reason: sorting.reason });
    return [];
  }
  await parts.inbound.classified(tx, message.id, await placeOf(parts, tx, message, sorting));
  return [step('attach-to-case', 'inboundMessage', message.id)];
}

async function placeOf(
  parts: ApiParts,
  tx: Tx,
  message: Sorted,
  sorting: Exclude<Sorting, { to: 'bin' }>,
): Promise<Classification> {
  if (sorting.to === 'intake') return { kind: 'documentIntake', profileId: null, why: BY_HAND };
  if (sorting.to === 'case') return { kind: 'case', caseId: sorting.of.id, why: BY_HAND };
  // The message's own id, as the stage takes it: one message never starts two cases.
  const started = await parts.cases.start(tx, {
    id: message.id,
    caseTypeId: sorting.caseTypeId,
    subject: message.subject.trim() || '(geen onderwerp)',
    mailCode: newMailCode(message.codeDigits),
    parties: sorting.requestor ? [{ role: 'requestor', name: sorting.requestor, address: null }] : [],
    attributes: {},
  });
  return { kind: 'case', caseId: started.id, why: BY_HAND };
}

const BY_HAND: Why = {
  rule: 'linkedByHand',
  matched: null,
  sender: 'notChecked',
  wrongCodes: [],
  resolvedCaseId: null,
};

const codeDigitsOf = async ({ profiles }: ApiParts) => (await profiles.active('mailReception'))[0]?.settings.codeDigits;
