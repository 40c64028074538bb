import { type OutgoingMailSettings, type Submission, UnavailableError } from '@zaakpost/domain';
import { validAddress } from '../compose/mail-address.ts';
import { type OutgoingMail, SessionBroken, type SmtpServer } from './session.ts';
import { SessionPool } from './session-pool.ts';
import { unsent } from './smtp-fault.ts';
import { DEFAULT_TIMEOUTS, type SubmissionTimeouts } from './timeouts.ts';

export interface SubmissionOptions {
  /** What EHLO says. */
  hostName: string;
  /** The platform's own relay, for profiles without an external server; null when there is none. */
  relay?: OutgoingMailSettings['externalServer'];
  timeouts?: Partial<SubmissionTimeouts>;
  /** May a profile name a server inside the private network? The relay always may be there. */
  allowPrivateHosts?: boolean;
}

/** A submission with connections to close. */
export interface PooledSubmission extends Submission {
  close(): void;
}

/**
 * Submits (RFC 6409) over TLS only: implicit on port 465 (RFC 8314), STARTTLS required on every other. Certificates are
 * verified and the login comes before MAIL. Connections are kept for the next message.
 *
 * @throws PermanentError('address-invalid') for an envelope that no composer of ours made.
 */
export function submission(options: SubmissionOptions): PooledSubmission {
  const { hostName, relay = null, allowPrivateHosts = false } = options;
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  const external = new SessionPool({ hostName, timeouts, allowPrivateHosts });
  const own = new SessionPool({ hostName, timeouts, allowPrivateHosts: true });

  return {
    async deliver(mail, { settings, handingOver, signal }) {
      signal.throwIfAborted();
      const pool = settings.externalServer ? external : own;
      const server = settings.externalServer ?? relay ?? noServer();
      const addressed = { ...mail, from: mail.from === '' ? '' : validAddress(mail.from), to: validAddress(mail.to) };
      return transactOnce(pool, server, addressed, { handingOver, signal });
    },
    close() {
      external.close();
      own.close();
    },
  };
}

/** A kept connection may have died in its sleep: before the gate that is no news about the mail, and another is tried. */
async function transactOnce(
  pool: SessionPool,
  server: SmtpServer,
  mail: OutgoingMail,
  { handingOver, signal }: { handingOver: () => Promise<void>; signal: AbortSignal },
) {
  let stale = false;
  let asked = false;
  const handOver = () => {
    asked = true;
    return handingOver();
  };
  const attempt = (fresh: boolean) =>
    pool.with(
      server,
      signal,
      (session, reused) => {
        stale = reused;
        return session.transact(mail, handOver, signal);
      },
      { fresh },
    );
  const broken = (error: unknown) => {
    if (error instanceof SessionBroken) return error;
    throw error;
  };
  const first = await attempt(false).catch(broken);
  if (!(first instanceof SessionBroken)) return first;
  if (!stale || asked) return unsent(first.cause);
  const second = await attempt(true).catch(broken);
  return second instanceof SessionBroken ? unsent(second.cause) : second;
}

function noServer(): never {
  throw new UnavailableError('smtp-unreachable', {
    scope: 'thing',
    message: 'The profile names no mail server and this installation has no relay; set one of the two.',
  });
}
