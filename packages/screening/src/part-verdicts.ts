import {
  type Blobs,
  type DecodedAttachment,
  isEncrypted,
  type PartVerdict,
  type PolicyFinding,
} from '@zaakpost/domain';
import { type AttachmentPolicy, encryptedFinding, findingsIn, gravest } from './attachments/attachment-policy.ts';
import { type Traits, TraitsWatch } from './attachments/traits.ts';
import type { VirusFinding } from './clamd-answer.ts';

/** Scans one stream; the whole answer of a virus scanner. */
export type ScanBytes = (bytes: AsyncIterable<Uint8Array>, signal: AbortSignal) => Promise<VirusFinding>;

/** Scanned at the same time, of one message. */
const AT_A_TIME = 4;
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
  { blobs, scan, policy, signal }: Circumstances,
): Promise<{ parts: PartVerdict[]; policy: PolicyFinding[] }> {
  const waiting = new Map(parts.map((part) => [part.sha256, part]));
  const scanned = new Map<string, Scanned>();
  const line = [...waiting.values()].slice(0, MOST_PARTS).values();
  const work = async () => {
    for (const part of line) {
      signal.throwIfAborted();
      const watch = new TraitsWatch();
      const finding = await scan(watch.watch(blobs.stream(part)), signal);
      scanned.set(part.sha256, { finding, traits: watch.traits });
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));

  const of = ({ sha256 }: DecodedAttachment) => scanned.get(sha256) ?? { finding: NOT_LOOKED_AT, traits: null };
  return {
    parts: parts.map((part, ordinal) => verdictOn(part, ordinal, of(part))),
    policy: gravest(
      parts.flatMap((part) => findingsOn(part, of(part), policy)),
      MOST_FINDINGS,
    ),
  };
}

interface Circumstances {
  blobs: Pick<Blobs, 'stream'>;
  scan: ScanBytes;
  policy: AttachmentPolicy;
  signal: AbortSignal;
}

function verdictOn(part: DecodedAttachment, ordinal: number, { finding }: Scanned): PartVerdict {
  const { filename, contentType, sha256, size } = part;
  return { ordinal, filename, contentType, sha256, size, outcome: finding.outcome, signature: finding.signature };
}

function findingsOn(part: DecodedAttachment, { finding, traits }: Scanned, policy: AttachmentPolicy): PolicyFinding[] {
  const found = traits === null ? [] : findingsIn(part, traits, policy);
  const seen = found.some(({ rule }) => rule === 'encryptedArchive');
  const locked = finding.signature !== null && isEncrypted(finding.signature) && !seen;
  return locked ? [...found, encryptedFinding(part.filename, finding.signature ?? '', policy)] : found;
}
