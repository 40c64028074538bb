/** The seven stages. The same string is the queue's name, the log field, the metric label and the word on the board. */
export const STAGES = [
  'fetch-pop3',
  'scan',
  'classify',
  'attach-to-case',
  'render-pdf',
  'send-outbound',
  'scheduled-send',
] as const;

export type StageName = (typeof STAGES)[number];

export const isStageName = (name: string): name is StageName => (STAGES as readonly string[]).includes(name);

/** What a step can be about. `delivery` is one recipient of an outbound message. */
export type AboutKind = 'mailbox' | 'inboundMessage' | 'outboundMessage' | 'delivery' | 'scheduledEmail';

export interface About {
  kind: AboutKind;
  /** UUID of the record. */
  id: string;
}
