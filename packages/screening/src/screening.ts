import {
  type BlobRef,
  type Blobs,
  type ErrorCode,
  kilobytes,
  type Milliseconds,
  type Screening,
  seconds,
  verdictFrom,
  ZaakpostError,
} from '@zaakpost/domain';
import { type ClamdAddress, clamdScanner, type Signatures } from './clamd.ts';
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

/**
 * The verdict of Rspamd and clamd, asked at the same time, on the bytes of one blob. The blob's hash is verified on the
 * way, so that the verdict holds for exactly those bytes.
 */
export function screening(options: ScreeningOptions): Screening & { probe(): Promise<ScannerHealth[]> } {
  const { blobs, signatures, timeouts } = options;
  const rspamd = rspamdScanner(options.rspamd, { scanTime: timeouts?.rspamd ?? seconds(60) });
  const clamd = clamdScanner(options.clamd, { signatures, scanTime: timeouts?.clamd ?? seconds(60) });

  return {
    async judge(raw, { envelope, signal }) {
      signal.throwIfAborted();
      const bytes = await bytesOf(blobs, raw);
      const failed = new AbortController();
      const either = AbortSignal.any([signal, failed.signal]);
      try {
        const [virus, spam] = await Promise.all([
          clamd.scan(bytes(), either),
          rspamd.check(raw, bytes(), envelope, either),
        ]);
        return verdictFrom({ sha256: raw.sha256, virus, spam });
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
