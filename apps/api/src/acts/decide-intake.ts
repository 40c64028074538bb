import type { User } from '@zaakpost/domain';
import { conflict, notFound } from '../http/problem.ts';
import type { ApiParts } from '../parts.ts';

type Decision = Parameters<ApiParts['desk']['intake']['decide']>[2];

/** Files or rejects a file of the document intake, once. @throws Problem 404, 409. */
export async function decideIntake(parts: ApiParts, user: User, id: string, decision: Decision): Promise<void> {
  const { database, desk, dossier, audit, views } = parts;
  await database.transaction(async (tx) => {
    const decided = await desk.intake.decide(tx, id, decision);
    if (!decided) throw (await views.intake.find(id)) ? conflict(DECIDED) : notFound('This file');
    if (decision.state === 'filed') {
      const of = { caseId: decision.caseId, role: 'attachment', outboundMessageId: null } as const;
      await dossier.addDocument(tx, { ...decided, ...of });
    }
    await audit.record(tx, user, {
      action: `intakeDocument.${decision.state}`,
      subject: { kind: 'intakeDocument', id },
      details: decision.state === 'filed' ? { caseId: decision.caseId } : { reason: decision.reason },
    });
  });
}

const DECIDED = 'This file does not wait any more; somebody filed or rejected it.';
