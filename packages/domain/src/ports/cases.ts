import type { Case, CaseType, Party } from '../case.ts';
import type { CaseDocument, ContactMoment, IntakeDocument } from '../contact-moment.ts';
import type { Tx } from './transaction.ts';

export interface NewCase {
  id: string;
  caseTypeId: string;
  subject: string;
  mailCode: string;
  parties: Party[];
  attributes: Record<string, string>;
}

export interface Cases {
  /** @throws PermanentError('record-missing') */
  load(id: string): Promise<Case>;
  findByNumber(number: number): Promise<Case | null>;
  loadCaseType(id: string): Promise<CaseType>;
  /** Starts a case with the next number; starting the same id again gives the case that is there. */
  start(tx: Tx, newCase: NewCase): Promise<Case>;
}

/** The timeline and the documents of cases. Both are idempotent on (mail, role, ordinal), so a stage may run twice. */
export interface Dossier {
  /** One contact moment per inbound or outbound message; a second one changes nothing. */
  addContactMoment(tx: Tx, moment: Omit<ContactMoment, 'id'>): Promise<void>;
  /** One document per (mail, role, ordinal); a second one changes nothing. */
  addDocument(tx: Tx, document: Omit<CaseDocument, 'id' | 'createdAt'> & { ordinal: number }): Promise<void>;
}

export interface DocumentIntake {
  /** One per (mail, ordinal). */
  add(
    tx: Tx,
    document: Omit<IntakeDocument, 'id' | 'state' | 'caseId' | 'reason' | 'createdAt'> & { ordinal: number },
  ): Promise<void>;
}
