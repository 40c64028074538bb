import { screened, type Verdict } from './verdict.ts';

/** Somebody let a mail in quarantine go on: these bytes, for what the scanners had found in them by then. */
export interface Release {
  /** The name of who did it, as in the audit. */
  by: string;
  /** ISO 8601. */
  at: string;
  reason: string;
  /** SHA-256 of the raw message that was released. */
  sha256: string;
  /** What was seen, and so what was released. */
  findings: string[];
}

const NOT_JUDGED = 'not judged as spam';

/** Whether it was seen that a scanner did not judge the mail. */
export const isReleasedUnjudged = ({ findings }: Release): boolean =>
  findings.some((finding) => finding === NOT_JUDGED || finding.startsWith('unscannable mail:'));

/** Everything that a verdict holds against a mail, each by a name that another scan of equal bytes gives again. */
export function findingsOf({ virus, parts, policy, spam }: Verdict): string[] {
  const found = [
    ...(virus.outcome === 'clean' ? [] : [`${virus.outcome} mail: ${virus.signature}`]),
    ...parts
      .filter(({ outcome }) => outcome !== 'clean')
      .map(({ outcome, sha256, signature }) => `${outcome} part ${sha256}: ${signature}`),
    ...policy
      .filter(({ action }) => action === 'quarantine')
      .map(({ rule, kind, filename }) => `${rule} ${kind}: ${filename}`),
    ...(spam.action === 'reject' ? ['spam'] : []),
    ...(spam.action === 'unscannable' ? [NOT_JUDGED] : []),
  ];
  return [...new Set(found.map(named))];
}

// A verdict on record has its longest names cut and made fit for a column; a fresh one has not.
const named = (finding: string): string => finding.replaceAll('\0', '').slice(0, 400).toWellFormed();

/** Whether a virus was found in a mail or in a part of it: then only an administrator lets it go on. */
export const isInfected = ({ virus, parts }: Verdict): boolean =>
  [virus, ...parts].some(({ outcome }) => outcome === 'infected');

/** What decides whether a message may be opened. `sha256` is that of its raw bytes. */
export interface Openable {
  sha256: string | null;
  verdict: Verdict | null;
  release: Release | null;
}

/**
 * Whether a message may be opened: there is a verdict on exactly its bytes, and either it keeps nothing back, or all that
 * it holds against the mail was seen by who released exactly these bytes. What is found later was not released. Everything
 * that reads decoded content, or gives it to a page, asks this first.
 */
export function mayBeOpened({ sha256, verdict, release }: Openable): boolean {
  if (verdict?.sha256 !== sha256 || !verdict) return false;
  return screened(verdict) !== 'quarantined' || isReleased(verdict, release);
}

/** Whether a verdict keeps a mail back, and a release of its bytes covers everything it found. */
export function isReleased(verdict: Verdict, release: Release | null): boolean {
  return (
    release?.sha256 === verdict.sha256 && findingsOf(verdict).every((finding) => release.findings.includes(finding))
  );
}
