/** ZGW's four states of a case: nieuw, in behandeling, opgeschort, afgehandeld. */
export type CaseStatus = 'new' | 'open' | 'stalled' | 'resolved';

/** Somebody on a case. `address` is their e-mail address, by which mail of theirs is recognised. */
export interface Party {
  role: 'requestor' | 'assignee' | 'coordinator' | 'employee' | 'representative' | 'relatedParty';
  name: string;
  address: string | null;
}

/** A zaak. Dates are whole days in Europe/Amsterdam unless they say otherwise. */
export interface Case {
  id: string;
  number: number;
  caseTypeId: string;
  subject: string;
  status: CaseStatus;
  /** Random, stored, never derived. */
  mailCode: string;
  parties: Party[];
  /** Values by the attribute's magic string. */
  attributes: Record<string, string>;
  registeredAt: Date;
  targetDate: Date | null;
  resolvedAt: Date | null;
}

export interface CaseType {
  id: string;
  name: string;
  attributes: Attribute[];
}

/** A kenmerk of a case type. */
export interface Attribute {
  /** The word between the brackets: `zaak_omschrijving` for `[[zaak_omschrijving]]`. */
  magicString: string;
  label: string;
  type: 'text' | 'longText' | 'date';
}

/** A case takes mail until it is resolved. */
export const takesMail = (status: CaseStatus): boolean => status !== 'resolved';
