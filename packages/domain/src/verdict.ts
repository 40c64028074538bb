/** Only `clean` passes. `unscannable` is a property of the mail; a scanner that is away is an error, not a verdict. */
export type ScanOutcome = 'clean' | 'infected' | 'unscannable';

/** What the scanners said of one message, bound to the bytes they saw. */
export interface Verdict {
  /** SHA-256 of the raw message that was scanned. */
  sha256: string;
  virus: { outcome: ScanOutcome; signature: string | null; scanner: string; testSignaturesOnly: boolean };
  spam: { action: SpamAction; score: number; required: number; symbols: string[]; degraded: boolean };
}

/** Rspamd's actions; `soft reject` is not among them, since it means *not available*. */
export type SpamAction = 'no action' | 'greylist' | 'add header' | 'rewrite subject' | 'reject';

export type Screened = 'passed' | 'flagged' | 'quarantined';

/** `flagged` is filed and shown as possible spam. */
export function screened(verdict: Verdict): Screened {
  if (verdict.virus.outcome !== 'clean' || verdict.spam.action === 'reject') return 'quarantined';
  return verdict.spam.action === 'add header' || verdict.spam.action === 'rewrite subject' ? 'flagged' : 'passed';
}

/** Why a message is in quarantine. */
export type QuarantineReason = 'virus' | 'spam' | 'unscannable';

export function quarantineReason(verdict: Verdict): QuarantineReason {
  if (verdict.virus.outcome === 'infected') return 'virus';
  return verdict.virus.outcome === 'unscannable' ? 'unscannable' : 'spam';
}
