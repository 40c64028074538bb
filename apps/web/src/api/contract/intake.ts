export interface IntakeDocument {
  id: string;
  filename: string;
  contentType: string;
  size: number;
  state: 'waiting' | 'filed' | 'rejected';
  from: string;
  subject: string;
  receivedAt: string;
  inboundMessageId: string;
  caseNumber: number | null;
  reason: string | null;
}
