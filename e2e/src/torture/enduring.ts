import { sampleAddresses, type TortureMail, until } from '@zaakpost/testing';
import { expect } from 'vitest';
import type { House } from '../house/house.ts';
import { letters } from '../house/letters.ts';
import { atRest, expectInvariants, sha256 } from '../house/oracle.ts';
import { explain } from '../kill/kill-stage.ts';

/** The settings of production: those of other tests have a lease that a slow machine does not keep. */
export const UNHURRIED = { LEASE_SECONDS: '', SWEEP_SECONDS: '', LOCK_SECONDS: '', STALLED_SECONDS: '' };

/** What became of a mail, and how long its stages worked on it, in milliseconds. */
interface Fate {
  state: string;
  work: number;
  printed: boolean;
}

/** Both in milliseconds. */
interface Endurance {
  /** How long a mail and the one behind it may take to come to rest, their PDFs and acknowledgements made. */
  pair: number;
  /** How long the stages may work on one mail up to its state, from the moment its turn came. */
  mail: number;
}

/**
 * Delivers the tortures one after the other, each with an ordinary mail behind it, and expects every promise to hold for
 * all.
 */
export async function endure(house: House, tortures: readonly TortureMail[], most: Endurance): Promise<void> {
  const write = letters(house);
  const handedOver: string[] = [];
  const fates: Record<string, Fate> = {};
  for (const torture of tortures) {
    const letter = { from: `Kwelgeest <kwelgeest+${torture.name}@burger.example>`, to: sampleAddresses.cases };
    const mails = [asServed(torture.raw(letter)), write.report()];
    for (const mail of mails) await house.services.dovecot.deliver('gemeente', mail);
    const [hurting = '', ordinary = ''] = mails.map(sha256);
    handedOver.push(hurting, ordinary);
    await until(() => atRest(house, handedOver.length), {
      what: `${torture.name} to end`,
      deadline: most.pair,
      every: 100,
    }).catch((error) => explain(house, error));
    expect(await fateOf(house, ordinary), torture.name).toMatchObject({ state: 'caseStarted', printed: true });
    fates[torture.name] = await fateOf(house, hurting);
  }

  await expectInvariants(house, handedOver);
  console.table(fates);
  for (const [name, { state, work, printed }] of Object.entries(fates)) {
    expect(work, name).toBeLessThan(most.mail);
    expect(printed, name).toBe(state === 'caseStarted');
  }
}

/** As a POP3 server gives a mail: every line ends in CRLF, the last one too. */
function asServed(raw: Buffer): Buffer {
  const lines = raw.toString('latin1').replace(/(?<!\r)\n/g, '\r\n');
  return Buffer.from(lines.endsWith('\r\n') ? lines : `${lines}\r\n`, 'latin1');
}

async function fateOf(house: House, sha: string): Promise<Fate> {
  const [fate] = await house.sql<Fate>(
    `select m.state, s.work::int as work,
            exists (select from document d where d.inbound_message_id = m.id and d.role = 'mailAsPdf') as printed
       from inbound_message m
      cross join lateral (
        select sum(extract(epoch from finished_at - started_at) * 1000) as work from step
         where about_id = m.id and stage <> 'render-pdf') s
      where m.raw_sha256 = $1`,
    [sha],
  );
  if (!fate) throw new Error('no such mail');
  return fate;
}
