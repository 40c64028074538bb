import {
  type Claim,
  type Ended,
  type Ending,
  inBatches,
  type NewStep,
  type Publication,
  type Recording,
  type Tx,
} from '@zaakpost/domain';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database.ts';
import { entityManagerOf } from '../tx.ts';
import { insertSteps, PUBLICATION, type PublicationRow, publicationOf } from './rows.ts';

interface ToEnd {
  claim: Claim;
  ending: Ending;
}

const MOST_ENDINGS = 200;
const MOST_TEXT = 1_000;

/**
 * Ends claims. An ending with effects to record has a transaction of its own; the others share one statement, since nothing
 * in them can fail apart.
 */
export function endings(database: Database): (claim: Claim, ending: Ending) => Promise<Ended> {
  const shared = inBatches<ToEnd, Ended>(MOST_ENDINGS, (items) => database.ask((manager) => endAll(manager, items)));
  return (claim, ending) => {
    const record = recordOf(ending);
    if (record === undefined) return shared({ claim, ending });
    return database.transaction((tx) => endRecorded(tx, { claim, ending }, record));
  };
}

async function endRecorded(tx: Tx, item: ToEnd, record: Recording): Promise<Ended> {
  const [ended] = await endAll(entityManagerOf(tx), [{ ...item, ending: withoutNext(item.ending) }]);
  if (!ended?.stood) return { stood: false, publications: [] };
  const recorded = (await record(tx)) ?? [];
  return { stood: true, publications: await insertSteps(tx, [...nextOf(item.ending), ...recorded]) };
}

/** Closes all, then gives birth to what follows those that stood, in one statement. */
async function endAll(manager: EntityManager, items: ToEnd[]): Promise<Ended[]> {
  const rows = (await manager.query(CLOSE, [...closing(items), ...following(items)])) as ClosedRow[];
  const stood = new Set(rows.map((row) => row.stood));
  const born = Map.groupBy(
    rows.filter((row) => row.id !== null),
    (row) => row.stood,
  );
  return items.map(({ claim }) => ({
    stood: stood.has(claim.token),
    publications: (born.get(claim.token) ?? []).map((row): Publication => publicationOf(row as PublicationRow)),
  }));
}

/** A token that stood, with one of the steps that were born after it, or with nulls. */
type ClosedRow = { stood: string } & (PublicationRow | { [Column in keyof PublicationRow]: null });

/**
 * The fence: only where the token still stands does the row change. All are closed before the first step is born, since an
 * open step keeps another of its stage and subject away.
 */
const CLOSE = `
  with ending as (
    select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::float8[], $6::text[], $7::text[], $8::text[])
      as e (id, token, state, at, after, code, text, kind)
  ), standing as (
    select step.id, step.token as stood from step join ending using (id, token) where step.state = 'running'
     order by step.id for update of step
  ), closed as (
    update step
       set state = ending.state, token = null, claimed_until = null,
           not_before = moment.at, offered_at = case when ending.state = 'pending' then moment.at else offered_at end,
           attempts = case ending.kind when 'again' then 0 when 'unavailable' then attempts - 1 when 'paused' then attempts - 1 when 'released' then attempts - 1 else attempts end,
           waits = case when ending.kind = 'unavailable' then waits + 1 when ending.kind in ('done', 'again') then 0 else waits end,
           first_attempt_at = case when ending.kind = 'again' then null else first_attempt_at end,
           suspect = case when ending.kind in ('done', 'again') then false else suspect end,
           error_code = case when ending.kind = 'released' then error_code else ending.code end,
           error_text = case when ending.kind = 'released' then error_text else ending.text end,
           finished_at = case when ending.state = 'pending' then null else clock_timestamp() end
      from ending join standing using (id),
           lateral (select greatest(coalesce(ending.at, clock_timestamp() + coalesce(ending.after, 0) * interval '1 ms'), clock_timestamp()) as at) as moment
     where step.id = ending.id
    returning step.id
  ), next as (
    select * from unnest($9::uuid[], $10::uuid[], $11::text[], $12::text[], $13::uuid[], $14::timestamptz[], $15::uuid[])
      as n (stood, id, stage, about_kind, about_id, not_before, replay_of)
  ), born as (
    insert into step (id, stage, about_kind, about_id, not_before, offered_at, replay_of)
    select next.id, stage, about_kind, about_id, coalesce(not_before, clock_timestamp()),
           greatest(coalesce(not_before, clock_timestamp()), clock_timestamp()), replay_of
      from next join standing using (stood)
     where (select count(*) from closed) > 0
     order by about_id, stage
    on conflict do nothing
    returning ${PUBLICATION}
  )
  select standing.stood, born.id, born.stage, born.publication, born.due_in
    from standing left join next using (stood) left join born on born.id = next.id`;

const closing = (items: ToEnd[]): unknown[] => [
  items.map(({ claim }) => claim.step.id),
  items.map(({ claim }) => claim.token),
  items.map(({ ending }) => stateAfter(ending)),
  items.map(({ ending }) => ('at' in ending ? (ending.at ?? null) : null)),
  items.map(({ ending }) => ('after' in ending ? (ending.after ?? null) : null)),
  items.map(({ ending }) => ('code' in ending ? ending.code : null)),
  items.map(({ ending }) => ('text' in ending ? clean(ending.text) : null)),
  items.map(({ ending }) => (ending.kind === 'unavailable' && !ending.own ? 'paused' : ending.kind)),
];

function following(items: ToEnd[]): unknown[] {
  const next = items.flatMap(({ claim, ending }) => nextOf(ending).map((step) => ({ step, token: claim.token })));
  return [
    next.map(({ token }) => token),
    next.map(({ step }) => step.id),
    next.map(({ step }) => step.stage),
    next.map(({ step }) => step.about.kind),
    next.map(({ step }) => step.about.id),
    next.map(({ step }) => step.notBefore ?? null),
    next.map(({ step }) => step.replayOf ?? null),
  ];
}

const stateAfter = (ending: Ending) => (ending.kind === 'done' || ending.kind === 'failed' ? ending.kind : 'pending');

const recordOf = (ending: Ending): Recording | undefined => ('record' in ending ? ending.record : undefined);

const nextOf = (ending: Ending): NewStep[] => ('next' in ending ? ending.next : []);

const withoutNext = (ending: Ending): Ending => ('next' in ending ? { ...ending, next: [] } : ending);

const clean = (text: string) => text.replaceAll('\0', '').slice(0, MOST_TEXT);
