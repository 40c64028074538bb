import {
  type Headline,
  INBOUND_FINAL,
  type InboundMessage,
  type InboundMessages,
  type InboundState,
  PermanentError,
  quarantineReason,
  type ScanResult,
  type Tx,
  verdictFrom,
} from '@zaakpost/domain';
import type { QueryDeepPartialEntity } from 'typeorm';
import { addParts } from '../blob-ledger/blob-use.ts';
import type { Database } from '../database.ts';
import { found } from '../record-missing.ts';
import { recorded, recordedJson, recordedOrNull } from '../recorded-text.ts';
import { InboundMessageRow } from '../rows/inbound-message.ts';
import { entityManagerOf } from '../tx.ts';
import { insertReceived } from './received.ts';

/** Inbound mail behind domain's port. */
export function inboundMessageStore(database: Database): InboundMessages {
  return {
    load: async (id) =>
      messageOf(found(await database.ask((m) => m.findOneBy(InboundMessageRow, { id })), 'inbound message', id)),

    received: insertReceived,

    async scanned(tx, id, result) {
      await moved(tx, id, 'scanned', { ...scanColumns(result), reason: null });
      await addParts(entityManagerOf(tx), id, result.parts);
    },

    async quarantined(tx, id, result) {
      const reason = quarantineReason(result.verdict);
      await moved(tx, id, 'quarantined', { ...scanColumns(result), reason, quarantinedAt: () => 'now()' });
      await addParts(entityManagerOf(tx), id, result.parts);
    },

    async classified(tx, id, classification) {
      await moved(tx, id, 'classified', { classification: recordedJson(classification, 1_000), reason: null });
    },

    async settled(tx, id, state, { caseId, reason } = {}) {
      await moved(tx, id, state, {
        ...(caseId === undefined ? {} : { caseId }),
        reason: recordedOrNull(reason, 1_000),
        settledAt: isFinal(state) ? () => 'now()' : null,
      });
    },
  };
}

async function moved(
  tx: Tx,
  id: string,
  state: InboundState,
  change: QueryDeepPartialEntity<InboundMessageRow>,
): Promise<void> {
  const { affected } = await entityManagerOf(tx).update(
    InboundMessageRow,
    { id },
    { settledAt: null, ...change, state, version: () => 'version + 1' },
  );
  found(affected === 0 ? null : affected, 'inbound message', id);
}

const isFinal = (state: InboundState) => (INBOUND_FINAL as readonly InboundState[]).includes(state);

const scanColumns = ({ verdict, decoded, headline }: ScanResult) => ({
  verdict: recordedJson(verdict, 500),
  decodedSha256: decoded.sha256,
  decodedSize: decoded.size,
  partsOf: decoded.sha256,
  ...headlineColumns(headline),
});

const headlineColumns = (headline: Headline) => ({
  subject: recorded(headline.subject, 1_000),
  sender: recorded(headline.from, 500),
  messageId: recordedOrNull(headline.messageId, 1_000),
  sentAt: headline.sentAt,
  attachments: headline.attachments,
  incomplete: headline.incomplete,
});

function messageOf(row: InboundMessageRow): InboundMessage {
  if (row.rawSha256 === null || row.bytesGoneAt !== null) {
    throw new PermanentError('blob-missing', { message: `The bytes of inbound message ${row.id} are not with us.` });
  }
  return {
    id: row.id,
    raw: { sha256: row.rawSha256, size: row.rawSize },
    source: row.source,
    state: row.state,
    deliveredTo: row.deliveredTo,
    receivedAt: row.receivedAt,
    verdict: row.verdict && verdictFrom(row.verdict),
    release: row.release,
    decoded: row.decodedSha256 === null ? null : { sha256: row.decodedSha256, size: row.decodedSize ?? 0 },
    classification: row.classification,
    caseId: row.caseId,
  };
}
