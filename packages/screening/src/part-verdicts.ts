import { setImmediate as turn } from 'node:timers/promises';
import {
  type Blobs,
  type DecodedAttachment,
  isEncrypted,
  megabytes,
  type PartVerdict,
  type PolicyFinding,
} from '@zaakpost/domain';
import { type AttachmentPolicy, encryptedFinding, findingsIn, gravest } from './attachments/attachment-policy.ts';
import { Look } from './attachments/inside.ts';
import { kindsOf } from './attachments/kinds-of.ts';
import { type Traits, TraitsWatch } from './attachments/traits.ts';
import type { VirusFinding } from './clamd-answer.ts';
import { wholeOrStreamed } from './whole-or-streamed.ts';

/** Scans one stream; the whole answer of a virus scanner. */
export type ScanBytes = (bytes: AsyncIterable<Uint8Array>, signal: AbortSignal) => Promise<VirusFinding>;

/** Scanned at the same time, of one message. */
const AT_A_TIME = 4;
const READ_WHOLE = megabytes(2);
/** Different parts that are scanned of one message; the parser stops at fewer. */
const MOST_PARTS = 1_000;
const MOST_FINDINGS = 100;
const NOT_LOOKED_AT: VirusFinding = { outcome: 'unscannable', signature: 'TooManyParts' };

interface Scanned {
  finding: VirusFinding;
  traits: Traits | null;
}

/** What is said of the parts of one message: each on its own, equal bytes scanned once. */
export async function partVerdicts(
  parts: readonly DecodedAttachment[],
  { blobs, scan, policy, opensRar, signal }: Circumstances,
): Promise<{ parts: PartVerdict[]; policy: PolicyFinding[] }> {
  const waiting = new Map(parts.map((part) => [part.sha256, part]));
  const scanned = new Map<string, Scanned>();
  const line = [...waiting.values()].slice(0, MOST_PARTS).values();
  const work = async () => {
    for (const part of line) {
      signal.throwIfAborted();
      const watch = new TraitsWatch();
      const finding = await scan(watch.watch(wholeOrStreamed(blobs, part, READ_WHOLE)), signal);
      scanned.set(part.sha256, { finding, traits: watch.traits });
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));

  const of = ({ sha256 }: DecodedAttachment) => scanned.get(sha256) ?? { finding: NOT_LOOKED_AT, traits: null };
  const look = new Look({ opensRar });
  const found: PolicyFinding[] = [];
  for (const part of parts) {
    await turn();
    signal.throwIfAborted();
    found.push(...(await findingsOn(part, of(part), { look, blobs, policy })));
  }
  return {
    parts: parts.map((part, ordinal) => verdictOn(part, ordinal, of(part))),
    policy: gravest(found, MOST_FINDINGS),
  };
}

interface Circumstances {
  blobs: Pick<Blobs, 'read' | 'stream'>;
  scan: ScanBytes;
  policy: AttachmentPolicy;
  /** Whether the scanner looks into RAR. */
  opensRar: boolean;
  signal: AbortSignal;
}

function verdictOn(part: DecodedAttachment, ordinal: number, { finding }: Scanned): PartVerdict {
  const { filename, contentType, sha256, size } = part;
  return { ordinal, filename, contentType, sha256, size, outcome: finding.outcome, signature: finding.signature };
}

interface Rules {
  look: Look;
  blobs: Pick<Blobs, 'read'>;
  policy: AttachmentPolicy;
}

async function findingsOn(part: DecodedAttachment, { finding, traits }: Scanned, { look, blobs, policy }: Rules) {
  const kinds = traits === null ? [] : kindsOf(part, traits);
  if (part.unread) kinds.push({ filename: part.filename, kind: 'eml', rule: 'closedArchive' });
  // Nobody looks at an archive any more that is in quarantine for a virus.
  const inside =
    traits === null || finding.outcome === 'infected'
      ? []
      : await look.inside({ ...part, traits, read: () => blobs.read(part) });
  const found = findingsIn([...kinds, ...inside], policy);
  const seen = found.some(({ rule }) => rule === 'encryptedArchive');
  const locked = finding.signature !== null && isEncrypted(finding.signature) && !seen;
  return locked ? [...found, encryptedFinding(part.filename, finding.signature ?? '', policy)] : found;
}
