import {
  type About,
  type ErrorCode,
  type JobLookup,
  type JobWhereabouts,
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
  /** Only what was offered, or looked at, longer ago than this is looked at. */
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
const MOST_LOOKED_AT = 10_000;
/** Jobs at a time, so that what they take in memory is soon given up. */
const AT_ONCE = 100;

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

  const overdue = await ledger.overdue(age, MOST_LOOKED_AT);
  const report = { released: released.length, republished: 0, renewed: 0 };
  for (let from = 0; from < overdue.length; from += AT_ONCE) {
    const { stale, missing, all } = await looked(overdue.slice(from, from + AT_ONCE), jobs);
    const renewed = stale.length > 0 ? await ledger.renew(stale) : [];
    await publisher.publish([...renewed, ...missing]);
    await ledger.published(all.map(({ stepId }) => stepId));
    report.republished += missing.length;
    report.renewed += renewed.length;
  }
  return report;
}

/** Which of them are not on the queue, and of which the job will never come up again, or much too late. */
async function looked(all: Publication[], jobs: JobLookup) {
  const places = await jobs.whereabouts(all);
  const placeOf = (publication: Publication): JobWhereabouts => places.get(jobId(publication)) ?? { kind: 'missing' };
  // The queue would ignore another job with the id of one that it knows.
  const stale = all.filter((publication) => {
    const place = placeOf(publication);
    return place.kind === 'finished' || (place.kind === 'delayed' && place.dueIn > publication.dueIn);
  });
  return { all, stale, missing: all.filter((publication) => placeOf(publication).kind === 'missing') };
}
