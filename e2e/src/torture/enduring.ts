import { sampleAddresses, type TortureMail } from '@zaakpost/testing';
import { expect } from 'vitest';
import { comeToRest } from '../house/come-to-rest.ts';
import type { House } from '../house/house.ts';
import { letters } from '../house/letters.ts';
import { expectInvariants, sha256 } from '../house/oracle.ts';

/** What became of a mail, and how long its stages worked on it, in milliseconds. */
interface Fate {
  state: string;
  work: number;
  printed: boolean;
}

/** How they are delivered, and what is asked of the machine. */
interface Endurance {
  /** So many tortures at a time, each with its ordinary mail behind it. */
  together: number;
  /** Milliseconds that the stages may work on one mail up to its state, from the moment its turn came. */
  most?: number;
}

/** Delivers the tortures, each with an ordinary mail behind it, and expects every promise to hold for all. */
export async function endure(
  house: House,
  tortures: readonly TortureMail[],
  { together, most = Number.POSITIVE_INFINITY }: Endurance,
): Promise<void> {
  const write = letters(house);
  const handedOver: string[] = [];
  const ordinary: Record<string, string> = {};
  const hurting: Record<string, string> = {};
  for (let n = 0; n < tortures.length; n += together) {
    for (const torture of tortures.slice(n, n + together)) {
      const letter = { from: `Kwelgeest <kwelgeest+${torture.name}@burger.example>`, to: sampleAddresses.cases };
      const mails = [asServed(torture.raw(letter)), write.report()];
      for (const mail of mails) await house.services.dovecot.deliver('gemeente', mail);
      const [hurts = '', behind = ''] = mails.map(sha256);
      hurting[torture.name] = hurts;
      ordinary[torture.name] = behind;
      handedOver.push(hurts, behind);
    }
    await comeToRest(house, handedOver.length, {
      what: `all to ${tortures[n + together - 1]?.name ?? 'the last'} to end`,
      every: 100,
    });
  }

  await expectInvariants(house, handedOver);
  for (const [name, sha] of Object.entries(ordinary)) {
    expect(await fateOf(house, sha), `behind ${name}`).toMatchObject({ state: 'caseStarted', printed: true });
  }
  const fates: Record<string, Fate> = {};
  for (const [name, sha] of Object.entries(hurting)) fates[name] = await fateOf(house, sha);
  console.table(fates);
  for (const [name, { state, work, printed }] of Object.entries(fates)) {
    expect(work, name).toBeLessThan(most);
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
