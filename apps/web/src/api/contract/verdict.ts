export type ScanOutcome = 'clean' | 'infected' | 'unscannable';

/** What Rspamd would do; `unscannable` where it could not finish. */
export type SpamAction = 'no action' | 'greylist' | 'add header' | 'rewrite subject' | 'reject' | 'unscannable';

export interface Verdict {
  virus: { outcome: ScanOutcome; signature: string | null; scanner: string; testSignaturesOnly: boolean };
  spam: { action: SpamAction; score: number; required: number; symbols: string[]; degraded: boolean };
  /** Every decoded part, scanned on its own, in document order. */
  parts: PartVerdict[];
  policy: PolicyFinding[];
  /** Null where that was not looked at. */
  authentication: Authentication | null;
}

export interface PartVerdict {
  ordinal: number;
  /** Null for operators when the mail is on a case. */
  filename: string | null;
  contentType: string;
  sha256: string;
  size: number;
  outcome: ScanOutcome;
  signature: string | null;
}

export interface PolicyFinding {
  rule: 'encryptedArchive' | 'closedArchive' | 'attachmentType';
  filename: string | null;
  /** A file name extension without the dot. */
  kind: string;
  action: 'quarantine' | 'flag';
}

export type AuthenticationResult =
  | 'pass'
  | 'fail'
  | 'softfail'
  | 'neutral'
  | 'none'
  | 'policy'
  | 'temperror'
  | 'permerror';

export type AuthenticationGap =
  | 'noClientAddress'
  | 'noSenderDomain'
  | 'severalAuthors'
  | 'dnsAway'
  | 'tooManySignatures'
  | 'headerTooLarge'
  | 'tooCostly'
  | 'partlySigned'
  | 'keySize';

export interface AuthenticationCheck {
  result: AuthenticationResult;
  domain: string | null;
  why: AuthenticationGap | null;
}

export interface Authentication {
  spf: AuthenticationCheck & { aligned: boolean; reportedBy: string | null };
  dkim: (AuthenticationCheck & { aligned: boolean; selector: string | null })[];
  dmarc: AuthenticationCheck & { policy: 'none' | 'quarantine' | 'reject' | null };
  arc: AuthenticationCheck & { hops: number };
}
