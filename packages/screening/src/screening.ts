import { setTimeout as sleep } from 'node:timers/promises';
import {
  type BlobRef,
  type Blobs,
  type Bytes,
  type ErrorCode,
  isEncrypted,
  type Milliseconds,
  megabytes,
  type PolicyFinding,
  type Screening,
  seconds,
  UnavailableError,
  type Verdict,
  ZaakpostError,
} from '@zaakpost/domain';
import { type AttachmentPolicy, encryptedFinding, unreadFinding } from './attachments/attachment-policy.ts';
import { type ClamdAddress, clamdScanner, type Signatures } from './clamd.ts';
import type { VirusFinding } from './clamd-answer.ts';
import { isHopeless } from './hopeless.ts';
import { orUnscannable } from './or-unscannable.ts';
import { partVerdicts } from './part-verdicts.ts';
import { type Envelope, type RspamdAddress, rspamdScanner } from './rspamd.ts';
import { slicesOf } from './whole-or-streamed.ts';
import { within } from './within.ts';

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
const READ_WHOLE = megabytes(4);
/**
 * A mail of more than this is read by us before Rspamd gets it, for so long at most: one made to hurt keeps every core busy
 * that a scanner gets, and clamd, which takes longer, has one already.
 */
const READ_FIRST = megabytes(1);
const HEAD_START = seconds(1);

const TOO_COMPLEX = { outcome: 'unscannable', signature: 'Zaakpost.TooComplex' } as const;
/** It breaks off each time over a mail that we can read, while it is well with others. */
const NOT_FINISHED = { outcome: 'unscannable', signature: 'Zaakpost.NotFinished' } as const;
/** For all parts of a mail together, which the stage would else end without saying why. */
const PARTS_TIME = seconds(90);
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

  /** What clamd says of the mail and, where it finished that, of its parts. */
  const scanned = async (bytes: () => AsyncIterable<Uint8Array>, { decoded, breaks, signal }: Asked) => {
    let virus: Verdict['virus'] | undefined;
    const about = { scanner: 'ClamAV', testSignaturesOnly: signatures === 'test' };
    try {
      virus = await orUnscannable(
        { decoded, signal, check: (limit) => clamd.scan(bytes(), limit), known: clamd.known },
        ({ scanner }) => ({ ...TOO_COMPLEX, ...about, scanner }),
      );
      if (virus.signature === TOO_COMPLEX.signature) return { virus, ...NOTHING };
      const { attachments, within: inside = [], unread } = await decoded;
      const unseen = unread ? [unreadFinding(policy)] : [];
      const parts = [...attachments, ...inside];
      if (parts.length === 0) return { virus, ...NOTHING, policy: unseen };
      const { opensRar } = await clamd.known();
      const found = await within(
        PARTS_TIME,
        (limit) => partVerdicts(parts, { blobs, scan: clamd.scan, policy, opensRar, signal: limit }),
        { signal, late: () => lateWithParts() },
      );
      return { virus, ...found, policy: [...unseen, ...found.policy] };
    } catch (error) {
      signal.throwIfAborted();
      if (!(await isHopeless(error, { breaks, examine: clamd.known }))) throw error;
      return { virus: virus?.outcome === 'infected' ? virus : { ...NOT_FINISHED, ...about }, ...NOTHING };
    }
  };

  const spamOf = async (raw: BlobRef, bytes: () => AsyncIterable<Uint8Array>, envelope: Envelope, asked: Asked) => {
    const { decoded, breaks, signal } = asked;
    if (raw.size > READ_FIRST)
      await Promise.race([decoded.catch(() => undefined), sleep(HEAD_START, undefined, { signal })]);
    const check = (limit: AbortSignal) => rspamd.check(raw, bytes(), envelope, limit);
    try {
      return await orUnscannable({ decoded, signal, check, known: rspamd.known }, () => NOT_JUDGED);
    } catch (error) {
      signal.throwIfAborted();
      if (!(await isHopeless(error, { breaks, examine: rspamd.examine }))) throw error;
      return NOT_JUDGED;
    }
  };

  return {
    async judge(raw, { envelope, decoded, breaks, signal }) {
      // Awaited once the raw mail is scanned; until then a fault of the parser must not count as unhandled.
      decoded.catch(() => undefined);
      signal.throwIfAborted();
      const bytes = await bytesOf(blobs, raw);
      const failed = new AbortController();
      const asked = { decoded, breaks, signal: AbortSignal.any([signal, failed.signal]) };
      try {
        const [{ virus, parts, policy: found }, spam] = await Promise.all([
          scanned(bytes, asked),
          spamOf(raw, bytes, envelope, asked),
        ]);
        return { sha256: raw.sha256, virus, spam, parts, policy: withRaw(virus, found, policy) };
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

type Asked = Pick<Parameters<Screening['judge']>[1], 'decoded' | 'breaks' | 'signal'>;

const lateWithParts = () =>
  new UnavailableError('clamd-away', {
    message: `clamd did not finish the parts of this mail within ${PARTS_TIME / 1_000} s.`,
    scope: 'thing',
  });

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
    if (whole) yield* slicesOf(whole);
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
