import { days, type ServerMessages } from '@zaakpost/domain';

/** So long after a mail has gone from its server it is remembered that it lay there: a year can be compared with the last. */
const MEMORY = days(400);
const AT_ONCE = 5_000;
/** Statements in one round; what is left then is for the next. */
const MOST_ROUNDS = 200;

/** Forgets mails that have been gone from their servers for long, some thousands in each statement. */
export function forgetMails(memory: Pick<ServerMessages, 'prune'>): () => Promise<void> {
  return async () => {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      if ((await memory.prune(MEMORY, AT_ONCE)) < AT_ONCE) return;
    }
  };
}
