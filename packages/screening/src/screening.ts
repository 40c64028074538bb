import { setTimeout as sleep } from 'node:timers/promises';
import {
  type BlobRef,
  type Blobs,
  type Bytes,
  type ErrorCode,
  isEncrypted,
  kilobytes,
  type Milliseconds,
  megabytes,
  type PolicyFinding,
  type Screening,
  seconds,
  type Verdict,
  ZaakpostError,
} from '@zaakpost/domain';
import { type AttachmentPolicy, encryptedFinding } from './attachments/attachment-policy.ts';
import { type ClamdAddress, clamdScanner, type Signatures } from './clamd.ts';
import type { VirusFinding } from './clamd-answer.ts';
import { orUnscannable } from './or-unscannable.ts';
import { partVerdicts } from './part-verdicts.ts';
import { type RspamdAddress, rspamdScanner } from './rspamd.ts';

/** The longest that one mail may take in each scanner. */
export interface Timeouts {
  rspamd: Milliseconds;
  clamd: Milliseconds;
}

/** What a screening needs to know. */
export interface ScreeningOptions {
  blobs: Pick<Blobs, 'read' | 'stream'>;
  rspamd: RspamdAddress;
  clamd: ClamdAddress;
  signatures: Signatures;
  /** The largest mail that is taken; clamd must take it too. */
  largestMail: Bytes;
  attachments: AttachmentPolicy;
  /** 60 s each where not given. */
  timeouts?: Partial<Timeouts>;
}

/** How a scanner is, for health pages. `code` and `problem` are null when it is up. */
export interface ScannerHealth {
  scanner: 'rspamd' | 'clamd';
  up: boolean;
  /** What answers there, where it tells: `ClamAV 1.4.6/27123`. */
  version: string | null;
  code: ErrorCode | null;
  problem: string | null;
}

// Below this, one verified read serves both scanners; above it each streams, and memory stays flat.
const READ_WHOLE = kilobytes(512);
/** A mail of more than this is read by us first, for so long: one made to hurt keeps every core busy that a scanner gets. */
const READ_FIRST = megabytes(1);
const HEAD_START = seconds(1);

const TOO_COMPLEX = { outcome: 'unscannable', signature: 'Zaakpost.TooComplex' } as const;
const NOTHING = { parts: [], policy: [] };
const NOT_JUDGED: Verdict['spam'] = { action: 'unscannable', score: 0, required: 0, symbols: [], degraded: true };

/**
 * The verdict of Rspamd and clamd, asked at the same time, on the bytes of one blob; and clamd's on each of its decoded
 * parts. Hashes are verified on the way, so that the verdict holds for exactly those bytes. The parts follow the raw mail:
 * clamd knows again what it has just found in it, so that they cost a tenth of what they would before it.
 */
export function screening(options: ScreeningOptions): Screening & { probe(): Promise<ScannerHealth[]> } {
  const { blobs, signatures, timeouts, largestMail: largest, attachments: policy } = options;
  const rspamd = rspamdScanner(options.rspamd, { scanTime: timeouts?.rspamd ?? seconds(60) });
  const clamd = clamdScanner(options.clamd, { signatures, largest, scanTime: timeouts?.clamd ?? seconds(60) });

  return {
    async judge(raw, { envelope, decoded, signal }) {
      // Awaited once the raw mail is scanned; until then a fault of the parser must not count as unhandled.
      decoded.catch(() => undefined);
      signal.throwIfAborted();
      if (raw.size > READ_FIRST)
        await Promise.race([decoded.catch(() => undefined), sleep(HEAD_START, undefined, { signal })]);
      const bytes = await bytesOf(blobs, raw);
      const failed = new AbortController();
      const either = AbortSignal.any([signal, failed.signal]);
      try {
        const asked = { decoded, signal: either };
        const [[virus, found], spam] = await Promise.all([
          orUnscannable(
            { ...asked, check: (limit) => clamd.scan(bytes(), limit), known: clamd.known },
            ({ scanner }) => ({ ...TOO_COMPLEX, scanner, testSignaturesOnly: signatures === 'test' }),
          ).then(async (virus) => {
            if (virus.signature === TOO_COMPLEX.signature) return [virus, NOTHING] as const;
            const { attachments, within = [] } = await decoded;
            const parts = [...attachments, ...within];
            if (parts.length === 0) return [virus, NOTHING] as const;
            const { opensRar } = await clamd.known();
            const scan = { blobs, scan: clamd.scan, policy, opensRar, signal: either };
            return [virus, await partVerdicts(parts, scan)] as const;
          }),
          orUnscannable(
            { ...asked, check: (limit) => rspamd.check(raw, bytes(), envelope, limit), known: rspamd.known },
            () => NOT_JUDGED,
          ),
        ]);
        return { sha256: raw.sha256, virus, spam, parts: found.parts, policy: withRaw(virus, found.policy, policy) };
      } catch (error) {
        failed.abort(error);
        throw error;
      }
    },

    probe: () =>
      Promise.all([
        health(
          'rspamd',
          rspamd.ping().then(() => null),
        ),
        health(
          'clamd',
          clamd.examine().then(({ scanner }) => scanner),
        ),
      ]),
  };
}

/** clamd may find a password where no part of ours has one: within a nested message, say. */
function withRaw({ signature }: VirusFinding, found: PolicyFinding[], policy: AttachmentPolicy): PolicyFinding[] {
  const seen = found.some(({ rule }) => rule === 'encryptedArchive');
  if (signature === null || !isEncrypted(signature) || seen) return found;
  return [...found, encryptedFinding(null, signature, policy)];
}

async function bytesOf(blobs: ScreeningOptions['blobs'], raw: BlobRef): Promise<() => AsyncIterable<Uint8Array>> {
  const whole = raw.size > READ_WHOLE ? null : await blobs.read(raw);
  // Opened only once it is read: a scanner that is away must not leave a file open.
  return async function* () {
    if (whole) yield whole;
    else yield* blobs.stream(raw);
  };
}

async function health(scanner: ScannerHealth['scanner'], version: Promise<string | null>): Promise<ScannerHealth> {
  try {
    return { scanner, up: true, version: await version, code: null, problem: null };
  } catch (error) {
    const code = error instanceof ZaakpostError ? error.code : 'unexpected';
    return { scanner, up: false, version: null, code, problem: (error as Error).message };
  }
}
