import {
  type About,
  type ErrorCode,
  type JobLookup,
  jobId,
  type Milliseconds,
  type Publication,
  type Publisher,
  type StageName,
  type SweepLedger,
  type Tx,
} from '@zaakpost/domain';

export interface SweepOptions {
  ledger: SweepLedger;
  publisher: Publisher;
  jobs: JobLookup;
  /** Only what was offered longer ago than this is looked at again. */
  age: Milliseconds;
  /** What a stage records when its step has failed for good. */
  failed(tx: Tx, stage: StageName, about: About, code: ErrorCode): Promise<void>;
}

/** What one round did; for the log. */
export interface SweepReport {
  released: number;
  republished: number;
  renewed: number;
}

const MOST_DEATHS = 3;
const MOST_REPUBLISHED = 10_000;
const MOST_LOOKED_UP = 1_000;

/**
 * One round of the recovery story: a crash between commit and publish, an emptied or failed-over queue, a lost delayed
 * job, a job the queue gave up on, a worker that died.
 *
 * @throws UnavailableError('queue-away' | 'database-away'); the next round does what this one could not.
 */
export async function sweep({ ledger, publisher, jobs, age, failed }: SweepOptions): Promise<SweepReport> {
  const released = await ledger.releaseExpired(MOST_DEATHS, (tx, step) =>
    failed(tx, step.stage, step.about, 'process-died'),
  );
  await publisher.publish(released);

  const overdue = await ledger.overdue(age, MOST_REPUBLISHED);
  const renewed = await ledger.renew(await stale(overdue.slice(0, MOST_LOOKED_UP), jobs));
  const renewedIds = new Set(renewed.map((publication) => publication.stepId));
  const same = overdue.filter((publication) => !renewedIds.has(publication.stepId));
  await publisher.publish([...renewed, ...same]);
  await ledger.published(same.map((publication) => publication.stepId));
  return { released: released.length, republished: same.length, renewed: renewed.length };
}

/** Those whose job will never come up again, or much too late: the same id would be ignored by the queue. */
async function stale(publications: Publication[], jobs: JobLookup): Promise<Publication[]> {
  if (publications.length === 0) return [];
  const places = await jobs.whereabouts(publications);
  return publications.filter((publication) => {
    const place = places.get(jobId(publication));
    return place?.kind === 'finished' || (place?.kind === 'delayed' && place.dueIn > publication.dueIn);
  });
}
