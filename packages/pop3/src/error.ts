/**
 * What went wrong, in the terms a caller acts on.
 *
 * - `connection`: the server could not be reached or went away
 * - `timeout`: a deadline passed; the session is over
 * - `tls`: no trustworthy TLS; nothing secret was sent
 * - `protocol`: the server broke POP3 or one of our limits; the session is over
 * - `auth`: the credentials are wrong, or cannot be sent as they are
 * - `unsupported`: the server offers no way to log in that this client has
 * - `in-use`: another session holds the mailbox (RFC 2449)
 * - `login-delay`: logged in again too soon (RFC 2449)
 * - `temporary`, `permanent`: the server's own trouble, passing or lasting (RFC 3206)
 * - `refused`: any other `-ERR`; the session goes on
 * - `aborted`: cancelled by the caller's signal or `close()`
 * - `busy`: the caller started something while something else was under way
 */
export type Pop3ErrorKind =
  | 'connection'
  | 'timeout'
  | 'tls'
  | 'protocol'
  | 'auth'
  | 'unsupported'
  | 'in-use'
  | 'login-delay'
  | 'temporary'
  | 'permanent'
  | 'refused'
  | 'aborted'
  | 'busy';

/** Response codes of RFC 2449 and RFC 3206. Only these are passed on: anything else is the server's free text. */
export type Pop3ResponseCode = 'IN-USE' | 'LOGIN-DELAY' | 'SYS/TEMP' | 'SYS/PERM' | 'AUTH';

/** Details of a {@link Pop3Error}. */
export type Pop3ErrorDetails = { code?: Pop3ResponseCode | undefined; words?: string | undefined; cause?: unknown };

/**
 * Every failure of this package. `message` is ours and safe to log: it never holds credentials, addresses or
 * anything else the server said.
 */
export class Pop3Error extends Error {
  /** What to act on. */
  readonly kind: Pop3ErrorKind;
  /** The server's response code, when it gave one that RFC 2449 or RFC 3206 defines. */
  readonly code: Pop3ResponseCode | undefined;
  // Private, so that a logger that writes out an error's properties does not write what a stranger sent.
  readonly #words: string | undefined;

  constructor(kind: Pop3ErrorKind, message: string, details: Pop3ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'Pop3Error';
    this.kind = kind;
    this.code = details.code;
    this.#words = details.words;
  }

  /** The server's own words, for a person to read: at most 200 printable characters, absent when they hold a credential. */
  get serverWords(): string | undefined {
    return this.#words;
  }
}
