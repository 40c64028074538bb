import {
  findingsOf,
  isInfected,
  type NewStep,
  type Release,
  type StoredVerdict,
  step,
  type Tx,
  type User,
  verdictFrom,
} from '@zaakpost/domain';
import type { Database } from '../database.ts';
import { audit } from '../people/audit.ts';
import { recorded } from '../recorded-text.ts';
import { entityManagerOf } from '../tx.ts';

/** What a person does with mail in quarantine. `infectedToo`: they said once more that they mean an infected one. */
export type QuarantineDecision = { reason: string } & ({ kind: 'release'; infectedToo: boolean } | { kind: 'delete' });

/** What came of it. Nothing but `done` changed anything. */
export type QuarantineOutcome =
  | 'done'
  | 'missing'
  /** It is not in quarantine any more: somebody was quicker, or its term was over. */
  | 'gone'
  /** It was scanned again since, so that something else may be held against it than the person saw. */
  | 'changed'
  /** Infected, and the person is no administrator. */
  | 'forbidden'
  /** Infected, and not confirmed. */
  | 'unconfirmed';

/** A mail as the person saw it; `version` null: whichever it has. */
export interface Decided {
  id: string;
  version: number | null;
}

/** Most mails in one decision. */
export const MOST_DECIDED = 100;

export interface QuarantineDesk {
  /** Releases or deletes each, by compare-and-set; gives what came of each, and the scans that are to be born. Audited. */
  decide(
    tx: Tx,
    user: User,
    mails: readonly Decided[],
    decision: QuarantineDecision,
  ): Promise<{ outcomes: Map<string, QuarantineOutcome>; steps: NewStep[] }>;
}

interface Row {
  id: string;
  state: string;
  version: number;
  sha256: string;
  verdict: StoredVerdict | null;
}

export function quarantineDesk(database: Database): QuarantineDesk {
  return {
    async decide(tx, user, mails, decision) {
      const rows = await lock(tx, mails);
      const outcomes = new Map<string, QuarantineOutcome>();
      const steps: NewStep[] = [];
      for (const mail of mails) {
        // One that is named twice is decided about once.
        if (outcomes.has(mail.id)) continue;
        const row = rows.get(mail.id);
        const outcome = row ? refusal(row, mail, user, decision) : 'missing';
        outcomes.set(mail.id, outcome ?? 'done');
        if (!row || outcome) continue;
        if (decision.kind === 'release') {
          await release(tx, row, releaseOf(row, user, decision.reason));
          steps.push(step('scan', 'inboundMessage', row.id));
        } else await remove(tx, row, decision.reason);
        await audit(database).record(tx, user, noteOf(row, decision));
      }
      return { outcomes, steps };
    },
  };
}

// In one order everywhere, so that two people who decide about the same mails never wait for each other.
async function lock(tx: Tx, mails: readonly Decided[]): Promise<Map<string, Row>> {
  const rows: Row[] = await entityManagerOf(tx).query(
    `select id, state, version, raw_sha256 as sha256, verdict from inbound_message
      where id = any($1::uuid[]) order by id for update`,
    [mails.map(({ id }) => id)],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

function refusal(row: Row, seen: Decided, user: User, decision: QuarantineDecision): QuarantineOutcome | null {
  if (row.state !== 'quarantined') return 'gone';
  if (seen.version !== null && seen.version !== row.version) return 'changed';
  if (decision.kind === 'delete' || !row.verdict || !isInfected(verdictFrom(row.verdict))) return null;
  if (user.role !== 'administrator') return 'forbidden';
  return decision.infectedToo ? null : 'unconfirmed';
}

const releaseOf = ({ sha256, verdict }: Row, user: User, reason: string): Release => ({
  by: user.name,
  at: new Date().toISOString(),
  reason: recorded(reason, 1_000),
  sha256,
  findings: verdict ? findingsOf(verdictFrom(verdict)) : [],
});

const release = (tx: Tx, { id }: Row, made: Release) =>
  entityManagerOf(tx).query(
    `update inbound_message set state = 'received', reason = null, release = $2, version = version + 1 where id = $1`,
    [id, JSON.stringify(made)],
  );

const remove = (tx: Tx, { id }: Row, reason: string) =>
  entityManagerOf(tx).query(
    `update inbound_message set state = 'deleted', reason = $2, settled_at = now(), version = version + 1 where id = $1`,
    [id, recorded(reason, 1_000)],
  );

const noteOf = ({ id, sha256, verdict }: Row, { kind, reason }: QuarantineDecision) => ({
  action: kind === 'release' ? 'mail.released' : 'mail.deleted',
  subject: { kind: 'inboundMessage', id },
  details: { reason, sha256, infected: verdict !== null && isInfected(verdictFrom(verdict)) },
});
