import type { Readable } from 'node:stream';
import {
  type Authentication,
  type Authenticator,
  type BlobRef,
  type Blobs,
  type InboundSource,
  type Milliseconds,
  seconds,
} from '@zaakpost/domain';
import type { DNSResolver } from 'mailauth';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { arcOf } from './arc-check.ts';
import { boundedDns, type DnsOptions } from './bounded-dns.ts';
import { dkimOf, type Signatures } from './dkim-check.ts';
import { dmarcOf, type Unchecked } from './dmarc-check.ts';
import { DnsSilence } from './dns-silence.ts';
import { handedOver } from './handed-over.ts';
import { LONGEST_FROM, type MailHeader, readHeader } from './mail-header.ts';
import { PacedBody, TooCostly } from './paced-body.ts';
import { spfOf } from './spf-check.ts';

/** What authentication needs to know. */
export interface AuthenticatorOptions {
  blobs: Pick<Blobs, 'stream'>;
  dns: DnsOptions;
  /** Our own name, for the macros of SPF. */
  hostName: string;
  /** Servers of the municipality's own, by the name with which they sign `Received` and `Authentication-Results`. */
  trustedServers: readonly string[];
  /** Processor time for the signatures of one mail; 3 s where not given. */
  work?: Milliseconds;
}

/** More than any mail of good faith has; the header of one that has more is not given to the verifier. */
const MOST_SIGNATURES = 10;
const MOST_SEALS = 20;
/** Many times what the largest mail of good faith takes: the verifier reads a line without end in the square of its length. */
const MOST_WORK = seconds(3);

/**
 * Checks who a message is from. All of it is the sender's word and their DNS, so header, signatures, questions and time are
 * bounded; a message that keeps itself from being checked so gains nothing by it.
 */
export function authenticator(options: AuthenticatorOptions): Authenticator {
  const { blobs, dns, hostName, trustedServers, work = MOST_WORK } = options;
  const silence = new DnsSilence(dns);
  const check = async (raw: BlobRef, source: InboundSource, signal: AbortSignal): Promise<Authentication> => {
    const stream = blobs.stream(raw);
    try {
      const bytes = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
      const header = await readHeader(bytes);
      const client = handedOver(source, header.fields, trustedServers);
      // Each asks for itself: else the silence of a stranger's names would keep the author's policy from being asked.
      const author = await authorOf(header);
      const resolver = () => boundedDns(dns, { author, silence, signal });
      const signing = resolver();
      const [spf, { signatures, why }] = await Promise.all([
        spfOf(client, { resolver: resolver(), hostName }),
        verify(header, bytes, { resolver: signing, work }),
      ]);
      const dkim = dkimOf(signatures);
      const arc = await arcOf(signatures, { resolver: signing, why });
      return { ...(await dmarcOf({ spf, dkim, signatures, why, resolver: resolver() })), arc };
    } finally {
      stream.destroy();
    }
  };

  return {
    async authenticate(raw, { source, signal }) {
      signal.throwIfAborted();
      const ended = new AbortController();
      try {
        const found = await check(raw, source, AbortSignal.any([signal, ended.signal]));
        signal.throwIfAborted();
        return found;
      } finally {
        ended.abort();
      }
    },
  };
}

interface Verified {
  signatures: Signatures;
  why: Unchecked | null;
}

/** The body is read only where a signature covers it. */
async function verify(
  header: MailHeader,
  rest: AsyncIterator<Uint8Array>,
  { resolver, work }: { resolver: DNSResolver; work: Milliseconds },
): Promise<Verified> {
  const count = (name: string) => header.fields.filter((field) => field.name === name).length;
  const [signed, sealed] = [count('dkim-signature'), count('arc-seal')];
  const tooMany = signed > MOST_SIGNATURES || sealed > MOST_SEALS;
  const why = header.tooLarge ? 'headerTooLarge' : tooMany ? 'tooManySignatures' : null;
  const given = (input: Buffer | Readable) => dkimVerify(input, { resolver, rejectRsaSha1: true });
  if (why !== null || (signed === 0 && sealed === 0)) return { signatures: await given(authorsOnly(header)), why };
  try {
    return { signatures: await given(new PacedBody(whole(header.read, rest), work)), why };
  } catch (error) {
    if (!(error instanceof TooCostly)) throw error;
    return { signatures: await given(authorsOnly(header)), why: 'tooCostly' };
  }
}

/** The domain of the author, as DMARC will read it; of several any, since such a mail fails. */
async function authorOf(header: MailHeader): Promise<string | null> {
  const { headerFrom } = await dkimVerify(authorsOnly(header), { resolver: async () => [] });
  return headerFrom?.[0]?.split('@').at(-1) ?? null;
}

const authorsOnly = ({ fields }: MailHeader): Buffer =>
  Buffer.from(
    `${fields.flatMap(({ name, line }) => (name === 'from' ? [line.slice(0, LONGEST_FROM)] : [])).join('\r\n')}\r\n\r\n`,
    'latin1',
  );

async function* whole(read: Buffer, rest: AsyncIterator<Uint8Array>) {
  yield read;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
