import type { Publication } from '@zaakpost/domain';
import {
  type Database,
  MOST_DECIDED,
  type QuarantineDecision,
  type QuarantineOutcome,
  quarantineDesk,
  stepStore,
} from '@zaakpost/store';
import { CommandError } from './failure.ts';
import { operator } from './operator.ts';
import { isId } from './record-id.ts';

/** Who has the shell and the database is an administrator; infected mail still has to be named as such. */
export async function decideFromShell(
  database: Database,
  ids: string[],
  decision: QuarantineDecision,
): Promise<{ outcomes: Map<string, QuarantineOutcome>; publications: Publication[] }> {
  if (ids.length > MOST_DECIDED) throw new CommandError(`At most ${MOST_DECIDED} mails at a time.`);
  const wrong = ids.find((id) => !isId(id));
  if (wrong !== undefined) throw new CommandError('Each mail goes by its id, a UUID: see "zaakpost quarantine list".');
  const mails = ids.map((id) => ({ id: id.toLowerCase(), version: null }));
  let outcomes = new Map<string, QuarantineOutcome>();
  const publications = await stepStore(database).begin(async (tx) => {
    const decided = await quarantineDesk(database).decide(
      tx,
      { ...operator(), role: 'administrator' },
      mails,
      decision,
    );
    outcomes = decided.outcomes;
    return decided.steps;
  });
  return { outcomes, publications };
}
