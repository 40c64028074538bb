import type { Authentication } from './authentication.ts';

/** Only `clean` passes. `unscannable` is a property of the mail; a scanner that is away is an error, not a verdict. */
export type ScanOutcome = 'clean' | 'infected' | 'unscannable';

/** What the scanners said of one message, bound to the bytes they saw. */
export interface Verdict {
  /** SHA-256 of the raw message that was scanned. */
  sha256: string;
  /** Of the raw message. */
  virus: { outcome: ScanOutcome; signature: string | null; scanner: string; testSignaturesOnly: boolean };
  spam: { action: SpamAction; score: number; required: number; symbols: string[]; degraded: boolean };
  /** Every decoded part, scanned on its own, in document order. */
  parts: PartVerdict[];
  /** What the rules about attachments found. */
  policy: PolicyFinding[];
  /** Who it is from; null where that was not looked at. */
  authentication: Authentication | null;
}

/** What the virus scanner said of one decoded part, bound to its bytes. */
export interface PartVerdict {
  /** Its place among the parts of the message, from 0. */
  ordinal: number;
  filename: string | null;
  contentType: string;
  sha256: string;
  /** Bytes, decoded. */
  size: number;
  outcome: ScanOutcome;
  signature: string | null;
}

/**
 * Rules about attachments: an archive or document that asks for a password, an archive that cannot be looked into, and a
 * kind that runs or hides something.
 */
export type PolicyRule = 'encryptedArchive' | 'closedArchive' | 'attachmentType';

/** An attachment that a rule is about, and what the rule asks for. */
export interface PolicyFinding {
  rule: PolicyRule;
  /** The attachment, with the path inside it where the file is in an archive. */
  filename: string | null;
  /** Which kind it is, as a file name extension without the dot: `exe`; `zip` for an encrypted one. */
  kind: string;
  action: 'quarantine' | 'flag';
}

/**
 * Rspamd's actions; `soft reject` is not among them, since it means *not available*. `unscannable` is ours: an Rspamd that
 * is well cannot finish a mail that we could not read whole either.
 */
export type SpamAction = 'no action' | 'greylist' | 'add header' | 'rewrite subject' | 'reject' | 'unscannable';

export type Screened = 'passed' | 'flagged' | 'quarantined';

/** `flagged` is filed and shown as possible spam, or as having an attachment to be careful with. */
export function screened(verdict: Verdict): Screened {
  if (quarantineReason(verdict) !== null) return 'quarantined';
  return isPossibleSpam(verdict) || verdict.policy.length > 0 ? 'flagged' : 'passed';
}

/** Whether Rspamd would have marked it. */
export const isPossibleSpam = ({ spam }: Pick<Verdict, 'spam'>): boolean =>
  spam.action === 'add header' || spam.action === 'rewrite subject';

/** Why a message is in quarantine. */
export type QuarantineReason = 'virus' | 'spam' | 'unscannable' | 'attachmentType';

/** The gravest reason to keep a message in quarantine; null when there is none. */
export function quarantineReason(verdict: Verdict): QuarantineReason | null {
  const findings = [verdict.virus, ...verdict.parts];
  const held = verdict.policy.filter(({ action }) => action === 'quarantine');
  if (findings.some(({ outcome }) => outcome === 'infected')) return 'virus';
  if (findings.some((finding) => isUnscannable(finding, verdict))) return 'unscannable';
  if (held.some(({ rule }) => rule !== 'attachmentType')) return 'unscannable';
  if (verdict.spam.action === 'unscannable') return 'unscannable';
  if (held.length > 0) return 'attachmentType';
  return verdict.spam.action === 'reject' ? 'spam' : null;
}

/** Not scanned for a password, which the operator may let pass with a mark: then there is a finding that says so. */
function isUnscannable({ outcome, signature }: Finding, { policy }: Verdict): boolean {
  const marked = policy.some(({ rule, action }) => rule === 'encryptedArchive' && action === 'flag');
  return outcome === 'unscannable' && !(marked && isEncrypted(signature));
}

type Finding = Pick<PartVerdict, 'outcome' | 'signature'>;

/** Whether clamd could not look inside for want of a password. */
export const isEncrypted = (signature: string | null): boolean =>
  signature?.startsWith('Heuristics.Encrypted.') ?? false;

/** A verdict as it is on record: what an earlier version did not write is missing. */
export type StoredVerdict = Pick<Verdict, 'sha256' | 'virus' | 'spam'> & Partial<Verdict>;

/** A stored verdict with everything that later versions know of. */
export const verdictFrom = (stored: StoredVerdict): Verdict => ({
  parts: [],
  policy: [],
  authentication: null,
  ...stored,
});
