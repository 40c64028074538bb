export type DeliveryState =
  | 'queued'
  | 'held'
  | 'handingOver'
  | 'outcomeUnknown'
  | 'sent'
  | 'refused'
  | 'bounced'
  | 'failed'
  | 'cancelled';

export interface Delivery {
  id: string;
  address: string;
  role: 'to' | 'cc' | 'bcc';
  state: DeliveryState;
  reply: string | null;
}

export type OutboundState = 'queued' | 'held' | 'frozen' | 'failed' | 'cancelled';

export interface OutboundMessage {
  id: string;
  createdAt: string;
  subject: string;
  caseNumber: number | null;
  kind: 'caseMail' | 'acknowledgement' | 'testMail';
  state: OutboundState;
  errorCode: string | null;
  deliveries: Delivery[];
}

export interface Recipient {
  address: string;
  name: string;
}
