import {
  type Claim,
  type Ended,
  type Ending,
  inBatches,
  type NewStep,
  type Recording,
  type Tx,
} from '@zaakpost/domain';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database.ts';
import { entityManagerOf } from '../tx.ts';

import { insertSteps } from './rows.ts';

interface ToEnd {
  claim: Claim;
  ending: Ending;
}

const MOST_ENDINGS = 200;
const MOST_TEXT = 1_000;

/**
 * Ends claims. An ending with effects to record has a transaction of its own; the others share one, since nothing in them
 * can fail apart.
 */
export function endings(database: Database): (claim: Claim, ending: Ending) => Promise<Ended> {
  const shared = inBatches<ToEnd, Ended>(MOST_ENDINGS, (items) => database.transaction((tx) => endAll(tx, items)));
  return async (claim, ending) => {
    if (recordOf(ending) === undefined) return shared({ claim, ending });
    const [ended] = await database.transaction((tx) => endAll(tx, [{ claim, ending }]));
    return ended as Ended;
  };
}

async function endAll(tx: Tx, items: ToEnd[]): Promise<Ended[]> {
  const stood = await close(entityManagerOf(tx), items);
  const next: NewStep[][] = [];
  for (const { claim, ending } of items) {
    next.push(stood.has(claim.token) ? await stepsAfter(tx, ending) : []);
  }
  const born = new Map((await insertSteps(tx, next.flat())).map((publication) => [publication.stepId, publication]));
  return items.map(({ claim }, i) => ({
    stood: stood.has(claim.token),
    publications: (next[i] ?? []).flatMap((step) => born.get(step.id) ?? []),
  }));
}

async function stepsAfter(tx: Tx, ending: Ending): Promise<NewStep[]> {
  const recorded = (await recordOf(ending)?.(tx)) ?? [];
  return 'next' in ending ? [...ending.next, ...recorded] : recorded;
}

/** The fence: only where the token still stands does the row change; gives the tokens that stood. */
async function close(manager: EntityManager, items: ToEnd[]): Promise<Set<string>> {
  const rows = (await manager.query(
    `with ending as (
       select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::float8[], $6::text[], $7::text[], $8::text[])
         as e (id, token, state, at, after, code, text, kind)
     ), standing as (
       select step.id, step.token as stood from step join ending using (id, token) where step.state = 'running'
        order by step.id for update of step
     ), closed as (
       update step
          set state = ending.state, token = null, claimed_until = null,
              not_before = moment.at, offered_at = case when ending.state = 'pending' then moment.at else offered_at end,
              attempts = case ending.kind when 'again' then 0 when 'unavailable' then attempts - 1 when 'released' then attempts - 1 else attempts end,
              waits = case when ending.kind = 'unavailable' then waits + 1 when ending.kind in ('done', 'again') then 0 else waits end,
              first_attempt_at = case when ending.kind = 'again' then null else first_attempt_at end,
              suspect = case when ending.kind in ('done', 'again') then false else suspect end,
              error_code = case when ending.kind = 'released' then error_code else ending.code end,
              error_text = case when ending.kind = 'released' then error_text else ending.text end,
              finished_at = case when ending.state = 'pending' then null else clock_timestamp() end
         from ending join standing using (id),
              lateral (select greatest(coalesce(ending.at, clock_timestamp() + coalesce(ending.after, 0) * interval '1 ms'), clock_timestamp()) as at) as moment
        where step.id = ending.id
     )
     select stood from standing`,
    [
      items.map(({ claim }) => claim.step.id),
      items.map(({ claim }) => claim.token),
      items.map(({ ending }) => stateAfter(ending)),
      items.map(({ ending }) => ('at' in ending ? (ending.at ?? null) : null)),
      items.map(({ ending }) => ('after' in ending ? (ending.after ?? null) : null)),
      items.map(({ ending }) => ('code' in ending ? ending.code : null)),
      items.map(({ ending }) => ('text' in ending ? clean(ending.text) : null)),
      items.map(({ ending }) => ending.kind),
    ],
  )) as { stood: string }[];
  return new Set(rows.map((row) => row.stood));
}

const stateAfter = (ending: Ending) => (ending.kind === 'done' || ending.kind === 'failed' ? ending.kind : 'pending');

const recordOf = (ending: Ending): Recording | undefined => ('record' in ending ? ending.record : undefined);

const clean = (text: string) => text.replaceAll('\0', '').slice(0, MOST_TEXT);
