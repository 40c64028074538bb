import { randomUUID } from 'node:crypto';
import type { InboundSource, InboundState } from '@zaakpost/domain';
import { describe, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import { inboundMessageStore } from '../inbound-messages/inbound-messages.ts';
import { someBlob, someCase, withMigratedDatabase } from '../migrated-database.ts';
import type { InboundListRequest } from './inbound-filter.ts';
import { inboundView } from './inbound-view.ts';

const MAILBOX = '00000000-0000-0000-0000-00000000000a';

const byUniqueId = (uniqueId: string): InboundSource => ({ kind: 'pop3', mailboxId: MAILBOX, uniqueId });

interface Sample {
  subject?: string;
  from?: string;
  messageId?: string;
  state?: InboundState;
  source?: InboundSource;
  caseId?: string;
  reason?: string;
  at?: string;
}

async function some(database: Database, sample: Sample = {}): Promise<{ id: string; sha256: string }> {
  const { subject = 'Vraag', from = 'jan@example.nl', state = 'unmatched', messageId = null, at, ...more } = sample;
  const [id, raw] = [randomUUID(), someBlob()];
  const source = sample.source ?? ({ kind: 'import', path: 'een.eml' } as const);
  await database.transaction(async (tx) => {
    const store = inboundMessageStore(database);
    await store.received(tx, [{ id, raw, source, deliveredTo: null, sessionId: null }]);
    await store.settled(tx, id, state, more);
  });
  await database.ask((m) =>
    m.query(
      `update inbound_message set subject = $2, sender = $3, message_id = $4, received_at = coalesce($5, received_at)
        where id = $1`,
      [id, subject, from, messageId, at ?? null],
    ),
  );
  return { id, sha256: raw.sha256 };
}

const EVERYTHING: InboundListRequest = {
  ...{ limit: 50, cursor: null, state: null, search: null, source: null, from: null, to: null, reason: null },
  ...{ overdue: false, hideCaseContent: false },
};

const found = async (database: Database, request: Partial<InboundListRequest>) =>
  (await inboundView(database).list({ ...EVERYTHING, ...request })).items.map(({ id }) => id);

describe('any mail', () => {
  it('is found by its id, its Message-ID, its hash, its unique-id, its sender and its subject', () =>
    withMigratedDatabase(async (database) => {
      await some(database);
      const source = { kind: 'pop3', mailboxId: MAILBOX, uniqueId: '0000a3.5f' } as const;
      const sample = {
        subject: 'Losse stoeptegel',
        from: 'Piet <piet@elders.example>',
        messageId: '<a.1@elders.example>',
      };
      const { id, sha256 } = await some(database, { ...sample, source });

      const typed = [id, '<a.1@elders.example>', 'a.1@elders.example', sha256, sha256.slice(0, 8).toUpperCase()];
      const others = ['0000a3.5f', 'piet@elders.example', 'stoept', 'losse stoept', 'los stoeptegel'];
      const answers = [];
      for (const search of [...typed, ...others]) answers.push(await found(database, { search }));

      expect(answers).toEqual([...typed.map(() => [id]), [id], [id], [id], [id], []]);
    }));

  it('is found once, whatever it matches by', () =>
    withMigratedDatabase(async (database) => {
      const { id } = await some(database, { subject: 'over a.1@b.nl', messageId: '<a.1@b.nl>' });

      expect(await found(database, { search: 'a.1@b.nl' })).toEqual([id]);
    }));

  it('is the one that a whole name names, and not those whose words have it', () =>
    withMigratedDatabase(async (database) => {
      const named = await some(database, { messageId: '<a.1@b.nl>' });
      const written = await some(database, { subject: 'Over a.1@b.nl en 20261125' });
      const sent = await some(database, { from: 'Piet <piet@b.nl>', source: byUniqueId('20261125') });

      expect(await found(database, { search: 'a.1@b.nl' })).toEqual([named.id]);
      expect(await found(database, { search: 'piet@b.nl' })).toEqual([sent.id]);
      expect((await found(database, { search: '20261125' })).toSorted()).toEqual([sent.id, written.id].toSorted());
    }));

  it('is listed by source, state, reason and day', () =>
    withMigratedDatabase(async (database) => {
      const pop3 = { kind: 'pop3', mailboxId: MAILBOX, uniqueId: 'a' } as const;
      const one = await some(database, { source: pop3, state: 'onCase', at: '2026-10-25T22:59:59Z' });
      const two = await some(database, { source: { ...pop3, uniqueId: 'b' }, at: '2026-10-24T22:00:00Z' });
      const three = await some(database, { state: 'quarantined', reason: 'spam', at: '2026-10-24T21:59:59Z' });
      const day = { from: '2026-10-25', to: '2026-10-25' };

      expect(await found(database, day)).toEqual([one.id, two.id]);
      expect(await found(database, { source: MAILBOX })).toEqual([one.id, two.id]);
      expect(await found(database, { ...day, source: MAILBOX, state: 'waiting' })).toEqual([two.id]);
      expect(await found(database, { state: 'final' })).toEqual([one.id]);
      expect(await found(database, { reason: 'spam' })).toEqual([three.id]);
      expect(await found(database, { overdue: true })).toEqual([two.id, three.id]);
    }));

  it('is listed page by page without a gap, by every way of asking', () =>
    withMigratedDatabase(async (database) => {
      const at = '2026-10-25T10:00:00Z';
      const all = [];
      for (const state of ['unmatched', 'onCase', 'unmatched', 'failed', 'onCase'] as const) {
        all.push((await some(database, { state, at, subject: 'zelfde' })).id);
      }

      for (const request of [{}, { source: 'import' }, { search: 'zelfde' }]) {
        const seen: string[] = [];
        for (let cursor: string | null = null; ; ) {
          const page = await inboundView(database).list({ ...EVERYTHING, ...request, limit: 2, cursor });
          seen.push(...page.items.map(({ id }) => id));
          cursor = page.nextCursor;
          if (cursor === null) break;
        }
        expect(seen).toEqual(all.toSorted());
      }
    }));

  it('on a case is not found by its words by who may not read them', () =>
    withMigratedDatabase(async (database) => {
      const { id: caseId } = await someCase(database);
      const secret = { subject: 'Bezwaar tegen uitkering', from: 'piet@example.nl', messageId: '<x@example.nl>' };
      const { id, sha256 } = await some(database, { ...secret, caseId, state: 'onCase' });

      const hidden = { hideCaseContent: true };
      for (const search of ['bezwaar', 'uitkering', 'piet@example.nl', 'piet']) {
        expect(await found(database, { search, ...hidden }), search).toEqual([]);
        expect(await found(database, { search }), search).toEqual([id]);
      }
      for (const search of [id, sha256, '<x@example.nl>']) {
        expect(await found(database, { search, ...hidden }), search).toEqual([id]);
      }
    }));
});
