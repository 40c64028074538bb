import { type ScanOutcome, UnavailableError } from '@zaakpost/domain';

/** What one INSTREAM came to. */
export interface VirusFinding {
  outcome: ScanOutcome;
  signature: string | null;
}

// "Found" by these means that clamd gave up looking, not that it saw something.
const GAVE_UP = /^Heuristics\.(?:Limits\.Exceeded|Encrypted)/u;
const LONGEST_NAME = 200;

/**
 * Reads clamd's answer to INSTREAM. Only the literal `stream: OK` is clean.
 *
 * @throws UnavailableError('clamd-away') for an `ERROR`, UnavailableError('clamd-garbled') for anything unknown.
 * @see clamd(8), section COMMANDS
 */
export function readFinding(answer: string): VirusFinding {
  if (answer === 'stream: OK') return { outcome: 'clean', signature: null };
  if (answer.includes('INSTREAM size limit exceeded')) return { outcome: 'unscannable', signature: 'StreamMaxLength' };

  const found = /^stream: (\S.*) FOUND$/su.exec(answer)?.[1]?.slice(0, LONGEST_NAME);
  if (found) return { outcome: GAVE_UP.test(found) ? 'unscannable' : 'infected', signature: found };

  if (answer.endsWith('ERROR')) {
    throw new UnavailableError('clamd-away', { message: 'clamd could not scan: it answered ERROR.', scope: 'stage' });
  }
  throw new UnavailableError('clamd-garbled', {
    message: `clamd's answer to INSTREAM was not understood (${answer.length} characters). Is it clamd that listens there?`,
    scope: 'stage',
  });
}

/** clamd's VERSION, `ClamAV 1.4.6/27123/Mon Nov 23 09:12:44 2026`; without official signatures the name only. */
export interface ClamdVersion {
  /** As shown beside a verdict: `ClamAV 1.4.6/27123`. */
  scanner: string;
  /** When the daily signatures were made; null where clamd has none. */
  signaturesFrom: Date | null;
}

/** Reads clamd's answer to VERSION. @throws UnavailableError('clamd-garbled'). */
export function readVersion(answer: string): ClamdVersion {
  const match = /^(ClamAV [\w.+-]{1,40})(?:\/(\d{1,9})\/([\w: ]{1,40}))?$/u.exec(answer);
  if (!match) {
    throw new UnavailableError('clamd-garbled', { message: "clamd's VERSION was not understood.", scope: 'stage' });
  }
  const [, program, signatures, made] = match;
  // The time has no zone; a few hours more or less do not matter to an age in days.
  const from = made ? new Date(`${made.trim()} UTC`) : null;
  return {
    scanner: signatures ? `${program}/${signatures}` : String(program),
    signaturesFrom: from && !Number.isNaN(from.getTime()) ? from : null,
  };
}
