import type { SchedulerConfig } from '@zaakpost/config';
import { ENDS_WITH_TERM, type Retention } from '@zaakpost/store';

/** Mails of one kind in one statement, and statements in one round: what is left waits for the next. */
const MOST = 200;
const ROUNDS = 10;

/** Deletes what waited in quarantine for its term, and lets go of the bytes of what ended its term ago. */
export async function keepTerms(
  { deleteOverdue, letGo }: Retention,
  { quarantineTerm, keptTerms }: Pick<SchedulerConfig, 'quarantineTerm' | 'keptTerms'>,
): Promise<{ deleted: number; letGo: number }> {
  const deleted = await inRounds(() => deleteOverdue(quarantineTerm, MOST));
  let gone = 0;
  for (const end of ENDS_WITH_TERM) gone += await inRounds(() => letGo(end, keptTerms[end], MOST));
  return { deleted, letGo: gone };
}

async function inRounds(round: () => Promise<number>): Promise<number> {
  let all = 0;
  for (let n = 0; n < ROUNDS; n++) {
    const some = await round();
    all += some;
    if (some < MOST) break;
  }
  return all;
}
