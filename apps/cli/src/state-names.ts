import type { InboundState } from '@zaakpost/domain';

/** Where a mail is, in words, in the order of the spec. */
export const STATE_NAMES: Record<InboundState, string> = {
  onCase: 'on a case',
  caseStarted: 'case started',
  inDocumentIntake: 'in document intake',
  noAttachments: 'no attachments',
  bounceRecorded: 'bounce recorded',
  autoReplyFiled: 'filed as auto-reply',
  unmatched: 'unmatched',
  needsConfirmation: 'needs confirmation',
  held: 'held',
  parked: 'parked',
  quarantined: 'quarantined',
  leftOnServer: 'left on the server',
  discarded: 'discarded',
  deleted: 'deleted',
  duplicate: 'duplicate of another',
  failed: 'failed',
  received: 'waits for scanning',
  scanned: 'waits to be classified',
  classified: 'waits to be filed',
};
