import { UnavailableError } from '@zaakpost/domain';
import { QueryFailedError, QueryRunnerAlreadyReleasedError } from 'typeorm';

/** What PostgreSQL's driver tells of a failure. */
interface Fault {
  /** SQLSTATE (PostgreSQL, appendix A), or Node's code of a broken connection. */
  code?: string | undefined;
  constraint?: string | undefined;
  table?: string | undefined;
  message: string;
}

/** PostgreSQL refused a statement: a bug of ours. Carries neither statement nor values, since these are people's. */
export class StatementError extends Error {
  /** Five characters, see PostgreSQL's appendix A. */
  readonly sqlState: string;
  readonly constraint: string | undefined;

  constructor({ code = 'XX000', constraint, table, message }: Fault) {
    const words = quotesValues(code) ? undefined : message;
    super(`PostgreSQL refused a statement: ${[code, table, constraint, words].filter(Boolean).join(', ')}`);
    this.name = 'StatementError';
    this.sqlState = code;
    this.constraint = constraint;
  }
}

/**
 * Runs `work` and says in the house's words what went wrong between us and PostgreSQL.
 *
 * @throws UnavailableError('database-away') when it cannot be reached; StatementError.
 */
export async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const fault = faultOf(error);
    if (!fault) throw error;
    throw isAway(fault) ? away(fault) : new StatementError(fault);
  }
}

/** Lost a race for locks (deadlock, serialisation): rolled back, and worth the same try again. */
export const lostRace = (error: unknown): boolean => ['40P01', '40001'].includes(faultOf(error)?.code ?? '');

function faultOf(error: unknown): Fault | undefined {
  if (error instanceof QueryFailedError) return error.driverError;
  // The driver gives the connection back by itself when it breaks between two statements.
  if (error instanceof QueryRunnerAlreadyReleasedError) return { code: '08006', message: 'connection lost' };
  return error instanceof Error && isConnectionError(error) ? error : undefined;
}

const away = ({ code }: Fault) =>
  new UnavailableError('database-away', {
    scope: 'stage',
    message:
      code === TOO_LONG
        ? `PostgreSQL did not finish a statement in time (${code}): see what it is busy with, and what holds its locks.`
        : `PostgreSQL is away (${code ?? 'connection lost'}): see that it runs and that DATABASE_URL is right.`,
  });

/** `query_canceled`: a statement took longer than `statement_timeout`. A disk that stands still does that to all of them. */
const TOO_LONG = '57014';

// Class 08: connection; 57: shut down, starting, too long; 53: no more connections, memory or disk; 25P03: idle in transaction.
const isAway = (fault: Fault) => /^(?:08|57|53|25P03)/u.test(fault.code ?? '') || isConnectionError(fault);

const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);
const CONNECTION_WORDS =
  /^(?:Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Client was closed|Query read timeout|Cannot use a pool after)/u;

const isConnectionError = ({ code, message }: Fault) =>
  CONNECTION_CODES.has(code ?? '') || CONNECTION_WORDS.test(message) || /^(?:08|57P|53)/u.test(code ?? '');

// Class 22 is data that a column cannot take, and its messages repeat the data.
const quotesValues = (code: string) => code.startsWith('22');
