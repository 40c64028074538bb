import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { demoIds, pointMailbox } from '@zaakpost/app-standalone/demo';
import { type Dovecot, startDovecot } from '@zaakpost/testing';
import { alone, type Benchmark, compared } from './benchmark.ts';
import { type CorpusMail, corpus, corpusSize } from './corpus.ts';
import { hire } from './crew.ts';
import { type Ground, withGround, withPlace } from './ground.ts';
import { withOffice } from './office.ts';
import type { Emptied } from './pop3-worker.ts';
import { median } from './rounds.ts';

const LOGIN = { user: 'gemeente', password: 'een-wachtwoord' };
/** mpop, the reference, empties the same mailbox over TLS in 5.6 s where the bare loop takes 6.7. */
const LEAST = 1.2;
const MOST_MEGABYTES = 80;

/** What committing before deleting costs. */
export const pop3: Benchmark = {
  name: 'pop3',
  includes:
    'a mailbox on Dovecot over TLS, from the connection to the answer to QUIT. Ours: the stage with blobs synced, rows and steps committed, scans published, then DELE. Bare: a loop that has ten RETR under way, holds each mail in memory and syncs it to a file. A process each.',
  run: (scale) =>
    withGround(async (ground) => {
      const mails = [...corpus(corpusSize(scale))];
      const dovecot = await startDovecot({ users: { [LOGIN.user]: LOGIN.password } });
      try {
        const seen: { ours: Emptied; bare: Emptied }[] = [];
        for (let round = 0; round < scale.rounds; round += 1) {
          const ours = () => oursOnce(ground, dovecot, mails);
          const bare = () => bareOnce(ground, dovecot, mails);
          if (round % 2 === 0) seen.push({ ours: await ours(), bare: await bare() });
          else seen.push({ bare: await bare(), ours: await ours() });
        }
        const rate = (side: 'ours' | 'bare') => mails.length / median(seen.map((round) => round[side].seconds));
        const memory = (side: 'ours' | 'bare') => median(seen.map((round) => round[side].megabytes));
        const over = alone('memory over the idle process', 'MB', memory('ours'), { most: MOST_MEGABYTES });
        return [
          compared(
            `${mails.length} mails, fetched, stored, deleted`,
            'mails/s',
            {
              ours: rate('ours'),
              bare: rate('bare'),
            },
            LEAST,
          ),
          { ...over, bare: memory('bare'), ratio: memory('bare') / over.ours },
        ];
      } finally {
        await dovecot.stop();
      }
    }),
};

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

async function once(program: string, plan: object, dovecot: Dovecot): Promise<Emptied> {
  const member = await hire<Emptied>(program, plan);
  try {
    const emptied = await member.start();
    const left = await dovecot.count(LOGIN.user);
    if (left > 0) throw new Error(`${left} mails were left in the mailbox.`);
    return emptied;
  } finally {
    await member.stop();
  }
}
