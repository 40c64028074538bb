import { demoIds } from '@zaakpost/app-standalone/demo';
import { formatSubjectCode, minutes, STAGES, type StageName } from '@zaakpost/domain';
import type { QueueSettings } from '@zaakpost/queue';
import { caseStore } from '@zaakpost/store';
import { sampleAddresses, until } from '@zaakpost/testing';
import { type House, withHouse } from '../src/house/house.ts';
import { LOGIN, type Services, startServices } from '../src/house/services.ts';
import { alone, type Benchmark, type Figure, type Scale } from './benchmark.ts';
import { type CorpusMail, corpus, corpusSize } from './corpus.ts';
import { type CpuTime, cpuTime, TRADES } from './cpu-time.ts';
import { type Ground, withGround } from './ground.ts';
import { median } from './rounds.ts';
import { type StandInScanners, startStandInScanners } from './stand-in-scanners.ts';

/** Request Tracker with two processes, measured beside ours on two shared cores: mails/s. */
const REFERENCE = 3.6;
/** Mails that go through first: what starts at the first mail has started then. */
const WARMING = 20;
const PATIENCE = minutes(20);
/** As in production; the tests' own are shorter. */
const TIMES = { LEASE_SECONDS: '20', SWEEP_SECONDS: '15', LOCK_SECONDS: '15', STALLED_SECONDS: '5', LOG_LEVEL: 'warn' };

interface Way {
  backend: QueueSettings['backend'];
  /** With Rspamd, clamd and Chromium; without, stand-ins answer for the scanners and nobody renders. */
  whole: boolean;
}

interface Seen {
  rate: number;
  /** Seconds of processor for one mail. */
  cpu: CpuTime;
  stages: { stage: StageName; milliseconds: number }[];
}

/** Mails through the whole house. */
export const house: Benchmark = {
  name: 'house',
  includes:
    'the corpus from the mailbox to cases, from the first fetch to the end of the last step, in real processes: one for rendering, one for the other stages, a scheduler. Half reply to an open case by its code, half start a case; twenty mails went through before. Without screening and PDF: stand-in scanners that answer at once, and no worker renders.',
  run: (scale) =>
    withGround(async (ground) => {
      const services = await startServices();
      const standIns = await startStandInScanners();
      try {
        const run = (way: Way) => inHouse({ ground, services, standIns, scale }, way);
        return await figures(scale, run);
      } finally {
        await standIns.stop();
        await services.stop();
      }
    }),
};

async function figures({ rounds }: Scale, run: (way: Way) => Promise<Seen>): Promise<Figure[]> {
  const ways: [string, Way, number | null][] = [
    ['Redis, screening and PDF', { backend: 'redis', whole: true }, 3],
    ['Redis, neither', { backend: 'redis', whole: false }, 20],
    ['PostgreSQL, screening and PDF', { backend: 'postgres', whole: true }, null],
    ['PostgreSQL, neither', { backend: 'postgres', whole: false }, 12],
  ];
  const seen = new Map<string, Seen[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const [what, way] of ways) seen.set(what, [...(seen.get(what) ?? []), await run(way)]);
  }
  const rates = ways.map(([what, , times]) => {
    const rate = median((seen.get(what) ?? []).map((one) => one.rate));
    return alone(what, 'mails/s', rate, times === null ? null : { least: times * REFERENCE });
  });
  return [...rates, ...shares(seen.get('Redis, screening and PDF') ?? [])];
}

/** How a mail's time divides on Redis with everything on. */
function shares(seen: Seen[]): Figure[] {
  const total = median(seen.map(({ cpu }) => sum(TRADES.map((trade) => cpu[trade]))));
  const share = (trades: readonly (typeof TRADES)[number][]) =>
    (100 * median(seen.map(({ cpu }) => sum(trades.map((trade) => cpu[trade]))))) / total;
  const stages = seen[0]?.stages ?? [];
  return [
    alone('a mail, all programs together', 'ms of processor', total * 1_000),
    alone('of it our processes, database and queue', '%', share(['ours', 'database and queue'])),
    ...TRADES.map((trade) => alone(`of it ${trade === 'ours' ? 'our processes' : trade}`, '%', share([trade]))),
    ...stages.map(({ stage, milliseconds }) => alone(`a run of ${stage}, by the step table`, 'ms', milliseconds)),
  ];
}

const sum = (values: number[]): number => values.reduce((all, value) => all + value, 0);

interface Setting {
  ground: Ground;
  services: Services;
  standIns: StandInScanners;
  scale: Scale;
}

async function inHouse({ ground, services, standIns, scale }: Setting, { backend, whole }: Way): Promise<Seen> {
  const { postgres } = ground;
  const place = backend === 'redis' ? { backend, postgres, redis: ground.redis } : { backend, postgres, redis: null };
  let seen: Seen | undefined;
  await withHouse(place, services, async (opened) => {
    const mails = await addressed(opened, WARMING + corpusSize(scale));
    const scanners = whole ? {} : { RSPAMD_URL: standIns.rspamdUrl, CLAMD_PORT: String(standIns.clamdPort) };
    const others = STAGES.filter((stage) => stage !== 'render-pdf');
    await opened.start('worker', others, { ...TIMES, ...scanners });
    if (whole) await opened.start('worker', ['render-pdf'], TIMES);
    await opened.start('scheduler', [], TIMES);
    await delivered(opened, mails.slice(0, WARMING));
    await allEnded(opened, WARMING, whole);

    const before = await cpuTime();
    const since = await delivered(opened, mails.slice(WARMING));
    await allEnded(opened, mails.length, whole);
    const after = await cpuTime();
    const count = mails.length - WARMING;
    seen = { ...(await measured(opened, count, since)), cpu: perMail(before, after, count) };
  });
  if (!seen) throw new Error('The house ended before it began.');
  return seen;
}

/** Half answers on the open case; the others start a case each, and come from one address, so that one is acknowledged. */
async function addressed(opened: House, count: number): Promise<CorpusMail[]> {
  const { number: caseNumber, mailCode } = await caseStore(opened.database).load(demoIds.openCase);
  const code = formatSubjectCode('Voorbeeld', { caseNumber, mailCode });
  return [
    ...corpus(count, {
      from: (index) => (index % 2 === 0 ? sampleAddresses.requestor : 'burger@burger.example'),
      to: (index) => (index % 2 === 0 ? sampleAddresses.info : sampleAddresses.cases),
      subjectCode: () => code,
    }),
  ];
}

/** Puts mails into the mailbox while nobody polls it; gives the moment from which it is polled. */
async function delivered(opened: House, mails: CorpusMail[]): Promise<Date> {
  const poll = (active: boolean) =>
    opened.sql<{ moment: Date }>(
      'with polled as (update integration_profile set active = $2 where id = $1) select clock_timestamp() as moment',
      [demoIds.mailbox, active],
    );
  await poll(false);
  const quiet = async () =>
    (await opened.sql(`select from step where stage = 'fetch-pop3' and state in ('pending', 'running')`)).length === 0;
  await until(quiet, { what: 'the mailbox to be left alone', deadline: minutes(1) });
  for (const { raw } of mails) await opened.services.dovecot.deliver(LOGIN.user, raw);
  const [row] = await poll(true);
  return row?.moment ?? new Date();
}

async function allEnded(opened: House, count: number, whole: boolean): Promise<void> {
  const left = whole ? ['fetch-pop3'] : ['fetch-pop3', 'render-pdf'];
  const ended = async () => {
    const [row] = await opened.sql<{ ended: number; open: number; failed: number }>(
      `select (select count(*)::int from inbound_message where state not in ('received', 'scanned', 'classified')) as ended,
              (select count(*)::int from step where state in ('pending', 'running') and stage <> all($1)) as open,
              (select count(*)::int from step where state = 'failed') as failed`,
      [left],
    );
    if (row && row.failed > 0) throw new Error(`${row.failed} steps failed.\n${opened.logs()}`);
    return row?.ended === count && row.open === 0;
  };
  await until(ended, { what: `${count} mails to reach their ends`, deadline: PATIENCE, every: 250 });
}

async function measured(opened: House, count: number, since: Date): Promise<Omit<Seen, 'cpu'>> {
  const [row] = await opened.sql<{ seconds: number }>(
    `select extract(epoch from max(finished_at) filter (where stage <> 'fetch-pop3')
            - min(created_at) filter (where stage = 'fetch-pop3'))::float8 as seconds from step where created_at > $1`,
    [since],
  );
  const stages = await opened.sql<{ stage: StageName; milliseconds: number }>(
    `select stage, (1000 * avg(extract(epoch from finished_at - started_at)))::float8 as milliseconds from step
      where state = 'done' and created_at > $1 and stage in ('scan', 'classify', 'attach-to-case', 'render-pdf')
      group by stage order by stage`,
    [since],
  );
  return { rate: count / (row?.seconds ?? Number.NaN), stages };
}

const perMail = (before: CpuTime, after: CpuTime, mails: number): CpuTime =>
  Object.fromEntries(TRADES.map((trade) => [trade, (after[trade] - before[trade]) / mails])) as CpuTime;
