import {
  type ArrivedMail,
  type Arrivals,
  inBatches,
  type Milliseconds,
  type Publication,
  type Steps,
  step,
  UnavailableError,
} from '@zaakpost/domain';

/** What became of mails that were committed together. */
export interface Committed {
  /** Those that are to be handled; the others had come before. */
  fresh: ReadonlySet<string>;
  publications: Publication[];
}

/** Commits the mails of one answer: all of them, or it throws. */
export type Commit = (mails: ArrivedMail[]) => Promise<Committed>;

const MOST_AT_ONCE = 100;

/**
 * A row and a `scan` step for each mail. What clients hand over while a commit is under way is committed together after it:
 * one sync of PostgreSQL's for all of them. A commit that takes longer than `deadline` is left to itself: whether it
 * succeeded is open then, and a mail that comes again is recognised.
 *
 * @throws UnavailableError('database-away'), and what the stores throw.
 */
export function committing(arrivals: Arrivals, steps: Steps, deadline: Milliseconds): Commit {
  const commit = async (mails: ArrivedMail[]): Promise<Committed> => {
    let fresh = new Set<string>();
    const publications = await steps.begin(async (tx) => {
      fresh = new Set(await arrivals.arrived(tx, mails));
      return [...fresh].map((id) => step('scan', 'inboundMessage', id));
    });
    return { fresh, publications };
  };
  const inTime = (mails: ArrivedMail[]) => within(deadline, commit(mails));

  const joined = inBatches(MOST_AT_ONCE, async (answers: ArrivedMail[][]) => {
    try {
      const { fresh, publications } = await inTime(answers.flat());
      return answers.map((_, n) => ({ fresh, publications: n === 0 ? publications : [] }));
    } catch (error) {
      if (answers.length === 1 || error instanceof UnavailableError) throw error;
      // One of them may be what the database does not take; the others are not to suffer for it.
      return await Promise.all(answers.map((mails) => inTime(mails).catch((own: unknown) => ({ failed: own }))));
    }
  });
  return async (mails) => {
    const result = await joined(mails);
    if ('failed' in result) throw result.failed;
    return result;
  };
}

function within<T>(deadline: Milliseconds, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () =>
      late.reject(
        new UnavailableError('database-away', { scope: 'stage', message: 'PostgreSQL did not answer in time.' }),
      ),
    deadline,
  );
  work.catch(() => undefined);
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}
