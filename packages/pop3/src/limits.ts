/** Deadlines, in milliseconds. Time that the caller takes to read a body does not count. */
export type Pop3Timeouts = {
  /** TCP, and TLS after it: each of them. Default 15,000. */
  connect: number;
  /** Silence while the server owes us bytes. Default 60,000. */
  idle: number;
  /** Waiting for the server within one reply, a message's body included. Default 600,000. */
  total: number;
};

/** What a server may make us hold or read. */
export type Pop3Limits = {
  /** Bytes of a status or listing line. Default 8,192; RFC 2449 asks for 512, SASL challenges are longer. */
  line: number;
  /** Messages in a mailbox that `list` and `uidl` accept. Default 250,000. */
  entries: number;
  /** Bytes of a message. Default 256 MiB. */
  body: number;
};

export const defaultTimeouts: Pop3Timeouts = { connect: 15_000, idle: 60_000, total: 600_000 };
export const defaultLimits: Pop3Limits = { line: 8_192, entries: 250_000, body: 256 * 1024 * 1024 };
