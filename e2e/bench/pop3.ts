import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { demoIds, pointMailbox } from '@zaakpost/app-standalone/demo';
import { type Dovecot, startDovecot } from '@zaakpost/testing';
import { alone, type Benchmark, compared, type Figure } from './benchmark.ts';
import { type CorpusMail, corpus, corpusSize } from './corpus.ts';
import { hire } from './crew.ts';
import { type Ground, withGround, withPlace } from './ground.ts';
import { withOffice } from './office.ts';
import { emptiedByMpop, hasMpop } from './mpop.ts';
import type { Emptied } from './pop3-worker.ts';
import { median } from './rounds.ts';

const LOGIN = { user: 'gemeente', password: 'een-wachtwoord' };
/** mpop, the reference, once emptied the same mailbox over TLS in 5.6 s where the bare loop took 6.7. */
const LEAST = 1.2;
const MOST_MEGABYTES = 80;

/** The rounds of each side, by its name. */
type Seen = Partial<Record<string, Emptied[]>>;

/** What committing before deleting costs. */
export const pop3: Benchmark = {
  name: 'pop3',
  includes:
    'a mailbox on Dovecot over TLS, from the connection to the answer to QUIT. Ours: the stage with blobs synced, rows and steps committed, scans published, then DELE. Bare: a loop that has ten RETR under way, holds each mail in memory and syncs it to a file. Where mpop is installed it empties the mailbox too, into a Maildir. A process each.',
  run: (scale) =>
    withGround(async (ground) => {
      const mails = [...corpus(corpusSize(scale))];
      const dovecot = await startDovecot({ users: { [LOGIN.user]: LOGIN.password } });
      try {
        const sides: Record<string, () => Promise<Emptied>> = {
          ours: () => oursOnce(ground, dovecot, mails),
          bare: () => bareOnce(ground, dovecot, mails),
          ...((await hasMpop()) && { mpop: () => mpopOnce(ground, dovecot, mails) }),
        };
        return figuresOf(mails.length, await inRounds(scale.rounds, sides));
      } finally {
        await dovecot.stop();
      }
    }),
};

/** Every side in every round, each round in the other order than the one before. */
async function inRounds(rounds: number, sides: Record<string, () => Promise<Emptied>>): Promise<Seen> {
  const seen: Seen = {};
  for (let round = 0; round < rounds; round += 1) {
    const names = round % 2 === 0 ? Object.keys(sides) : Object.keys(sides).reverse();
    for (const name of names) seen[name] = [...(seen[name] ?? []), (await sides[name]?.()) as Emptied];
  }
  return seen;
}

function figuresOf(mails: number, seen: Seen): Figure[] {
  const rate = (side: string) => mails / median((seen[side] ?? []).map(({ seconds }) => seconds));
  const memory = (side: string) => median((seen[side] ?? []).map(({ megabytes }) => megabytes));
  const what = `${mails} mails, fetched, stored, deleted`;
  const over = alone('memory over the idle process', 'MB', memory('ours'), { most: MOST_MEGABYTES });
  return [
    compared(what, 'mails/s', { ours: rate('ours'), bare: rate('bare') }, LEAST),
    ...(seen.mpop ? [compared(`${what}, against mpop`, 'mails/s', { ours: rate('ours'), bare: rate('mpop') }, 1)] : []),
    { ...over, bare: memory('bare'), ratio: memory('bare') / over.ours },
  ];
}

async function deliver(dovecot: Dovecot, mails: CorpusMail[]): Promise<void> {
  for (const { raw } of mails) await dovecot.deliver(LOGIN.user, raw);
}

function oursOnce(ground: Ground, dovecot: Dovecot, mails: CorpusMail[]): Promise<Emptied> {
  return withPlace(ground, 'redis', (place) =>
    withOffice(place, async (office) => {
      await pointMailbox(office, {
        port: dovecot.pop3sPort,
        ca: dovecot.ca,
        userName: LOGIN.user,
        password: LOGIN.password,
      });
      await deliver(dovecot, mails);
      const folder = await mkdtemp(join(ground.folder, 'blobs-'));
      const plan = { ...place, key: office.key, folder, mailbox: demoIds.mailbox };
      const emptied = await once('./pop3-worker.ts', plan, dovecot);
      const [row] = await office.database.ask((manager) =>
        manager.query('select count(*)::int as count from inbound_message'),
      );
      if (row.count !== mails.length) throw new Error(`${row.count} of ${mails.length} mails are on record.`);
      return emptied;
    }),
  );
}

async function bareOnce(ground: Ground, dovecot: Dovecot, mails: CorpusMail[]): Promise<Emptied> {
  await deliver(dovecot, mails);
  const folder = await mkdtemp(join(ground.folder, 'mails-'));
  return once('./bare-pop3.ts', { port: dovecot.pop3sPort, ca: dovecot.ca, ...LOGIN, folder }, dovecot);
}

async function mpopOnce(ground: Ground, dovecot: Dovecot, mails: CorpusMail[]): Promise<Emptied> {
  await deliver(dovecot, mails);
  const folder = await mkdtemp(join(ground.folder, 'mpop-'));
  const seconds = await emptiedByMpop({ port: dovecot.pop3sPort, ca: dovecot.ca, ...LOGIN, folder });
  await expectEmpty(dovecot);
  return { seconds, megabytes: 0 };
}

async function expectEmpty(dovecot: Dovecot): Promise<void> {
  const left = await dovecot.count(LOGIN.user);
  if (left > 0) throw new Error(`${left} mails were left in the mailbox.`);
}

async function once(program: string, plan: object, dovecot: Dovecot): Promise<Emptied> {
  const member = await hire<Emptied>(program, plan);
  try {
    const emptied = await member.start();
    await expectEmpty(dovecot);
    return emptied;
  } finally {
    await member.stop();
  }
}
