import {
  type Bytes,
  days,
  isEncrypted,
  type Milliseconds,
  minutes,
  seconds,
  UnavailableError,
  type Verdict,
} from '@zaakpost/domain';
import { type ClamdVersion, readFinding, readVersion } from './clamd-answer.ts';
import { askClamd, type ClamdAddress, takesStreamOf } from './clamd-session.ts';
import { narrowed } from './narrowed.ts';
import { eicarInRar4, eicarInRar5, encryptedZip, nestedEicar } from './probe-file.ts';
import { within } from './within.ts';

export type { ClamdAddress };

/** `test` allows a clamd that knows the EICAR file only; every verdict then says so. In demo and tests only. */
export type Signatures = 'required' | 'test';

/** What a clamd showed of itself when it was looked at. */
export interface ClamdShown extends ClamdVersion {
  /** It looks into RAR, of either format; as Debian builds it, it does not, and calls what is in there clean. */
  opensRar: boolean;
}

/** A clamd that is asked for a verdict only as long as it has shown that it finds what it must find. */
export interface ClamdScanner {
  scan(body: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<Verdict['virus']>;
  /** Looks again now. @throws UnavailableError('clamd-away' | 'clamd-garbled' | 'clamd-unfit'). */
  examine(): Promise<ClamdShown>;
  /** What it showed in the last five minutes, where it has not failed since; else it is looked at, for three seconds. */
  known(): Promise<ClamdShown>;
}

const FIT_FOR = minutes(5);
const PING_TIME = seconds(5);
const LOOK_TIME = seconds(3);
const OLDEST_SIGNATURES = days(7);
// Found at 2 shows that archives are opened; not passed at 40 shows that what lies beyond the limits is not called clean.
const NESTED = nestedEicar(2);
const TOO_DEEP = nestedEicar(40);
const ENCRYPTED = encryptedZip();
const IN_RAR = [eicarInRar4(), eicarInRar5()];

/** Scans through clamd at `address`, each scan within `scanTime`; it must take mail of `largest` bytes. */
export function clamdScanner(
  address: ClamdAddress,
  { signatures, scanTime, largest }: { signatures: Signatures; scanTime: Milliseconds; largest: Bytes },
): ClamdScanner {
  let fit: { until: number; version: Promise<ClamdShown> } | undefined;

  const timed = <T>(run: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal) =>
    within(scanTime, run, { signal, late: () => late(scanTime) });
  const ping = (signal?: AbortSignal) =>
    within(PING_TIME, (limit) => askClamd(address, 'PING', { signal: limit }), { signal, late: () => late(PING_TIME) });
  const send = (bytes: Uint8Array, signal: AbortSignal) => askClamd(address, 'INSTREAM', { body: once(bytes), signal });

  const examine = (): Promise<ClamdShown> =>
    timed(async (signal) => {
      if ((await ping(signal)) !== 'PONG') {
        throw new UnavailableError('clamd-garbled', { message: 'PING was not answered by PONG.', scope: 'stage' });
      }
      const version = readVersion(await askClamd(address, 'VERSION', { signal }));
      if (signatures === 'required') mustBeFresh(version);
      const nested = readFinding(await send(NESTED, signal));
      if (nested.outcome !== 'infected') throw unfit('it does not find a test virus in a zip within a zip');
      const deep = readFinding(await send(TOO_DEEP, signal));
      if (deep.outcome === 'clean') throw unfit('it passes what lies beyond its limits; set AlertExceedsMax yes');
      const locked = readFinding(await send(ENCRYPTED, signal));
      if (!isEncrypted(locked.signature)) throw unfit('it passes what asks for a password; set AlertEncrypted yes');
      if (!(await takesStreamOf(address, largest, signal))) {
        throw unfit('its StreamMaxLength is less than the largest mail that is taken (MAXIMUM_SIZE_MB); raise it');
      }
      const rars = await Promise.all(IN_RAR.map(async (rar) => readFinding(await send(rar, signal))));
      return { ...version, opensRar: rars.every(({ outcome }) => outcome === 'infected') };
    });

  const mustBeFit = () => {
    if (!fit || fit.until < performance.now()) {
      const version = examine();
      const mine = { until: performance.now() + FIT_FOR, version };
      fit = mine;
      version.catch(() => forget(mine));
    }
    return fit;
  };
  const looked = (signal?: AbortSignal) =>
    within(LOOK_TIME, (limit) => Promise.race([mustBeFit().version, ended(limit)]), {
      signal,
      late: () => late(LOOK_TIME),
    });
  const forget = (seen: typeof fit) => {
    if (fit === seen) fit = undefined;
  };

  return {
    examine,
    known: () => looked(),
    async scan(body, signal) {
      const seen = mustBeFit();
      const { scanner } = await seen.version;
      const about = { scanner, testSignaturesOnly: signatures === 'test' };
      const sent = { bytes: 0 };
      try {
        const asked = { body: counted(body, sent), isMail: true };
        const answer = await timed((limit) => askClamd(address, 'INSTREAM', { ...asked, signal: limit }), signal);
        return { ...readFinding(answer), ...about };
      } catch (error) {
        // Whatever comes back on this port may be another clamd, with other settings.
        if (error instanceof UnavailableError) forget(seen);
        const mine = await narrowed(error, { ping: () => ping(signal), examine: () => looked(signal) });
        // It closes on a mail over its limit, and its word for that may be lost with the connection.
        const takes = () => timed((limit) => takesStreamOf(address, sent.bytes, limit), signal);
        if (mine !== error && !(await takes())) return { ...TOO_LARGE, ...about };
        throw mine;
      }
    },
  };
}

const TOO_LARGE = { outcome: 'unscannable', signature: 'StreamMaxLength' } as const;

async function* counted(body: AsyncIterable<Uint8Array>, sent: { bytes: number }): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of body) {
    sent.bytes += chunk.length;
    yield chunk;
  }
}

/** Fails when the signal comes. */
const ended = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

async function* once(bytes: Uint8Array) {
  yield bytes;
}

function mustBeFresh({ signaturesFrom }: ClamdVersion): void {
  if (!signaturesFrom) throw unfit('it has no official signatures; run freshclam');
  const age = Date.now() - signaturesFrom.getTime();
  if (age > OLDEST_SIGNATURES) {
    throw unfit(`its signatures are ${Math.floor(age / days(1))} days old, more than 7; run freshclam`);
  }
}

const unfit = (why: string) =>
  new UnavailableError('clamd-unfit', { message: `clamd is not fit to judge: ${why}.`, scope: 'stage' });

const late = (after: Milliseconds) =>
  new UnavailableError('clamd-away', { message: `clamd did not answer within ${after / 1000} s.`, scope: 'stage' });
