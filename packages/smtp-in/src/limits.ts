/** What one client, and all of them together, may make us hold, do or wait for. Times in milliseconds, sizes in bytes. */
export interface SmtpLimits {
  /** Of a message, as announced by SIZE (RFC 1870). */
  size: number;
  /** Recipients of one message; RFC 5321 4.5.3.1.8 asks for 100. The next are refused for now, with 452. */
  recipients: number;
  /** Connections at a time: of all clients (trusted ones may go beyond by half), and of one address (IPv6: of one /64). */
  connections: number;
  connectionsPerAddress: number;
  /** Messages in one connection. */
  mails: number;
  /** Commands in one connection, and those of them that were not well. */
  commands: number;
  errors: number;
  /** Commands that bring no mail nearer (NOOP, RSET, EHLO, VRFY, HELP), since the last that was taken: they keep a place. */
  smallTalk: number;
  /** Recipients that were refused in one connection: after the first number each answer is delayed, after the second it ends. */
  refusedBeforeDelay: number;
  refused: number;
  refusalDelay: number;
  /** Bytes of a command; RFC 5321 4.5.3.1.4 asks for 512, and extensions add to it. */
  line: number;
  /** Silence between commands; RFC 5321 4.5.3.2.7 asks for 5 minutes. */
  idle: number;
  /** The same while four fifths of the connections are taken. */
  crowdedIdle: number;
  /** From the first byte of a command to its end; also a TLS handshake, and a client that does not read its answers. */
  command: number;
  /** Silence within a message. Once that long was waited for all of it together, the rate must be met. */
  block: number;
  /** Bytes per second of a message that are too few to be waited for. */
  slowest: number;
  /** From DATA to the final dot. */
  message: number;
  /** From the final dot to our answer; clients wait 10 minutes (RFC 5321 4.5.3.2.6). */
  handling: number;
  /** What a client is given to read the last answer, and to say the word that shows it did. */
  linger: number;
}

/** For a server that stands on the open Internet. */
export const defaultLimits: SmtpLimits = {
  size: 50 * 1_048_576,
  recipients: 100,
  connections: 200,
  connectionsPerAddress: 20,
  mails: 1_000,
  commands: 10_000,
  errors: 10,
  smallTalk: 100,
  refusedBeforeDelay: 3,
  refused: 20,
  refusalDelay: 1_000,
  line: 2_048,
  idle: 300_000,
  crowdedIdle: 10_000,
  command: 60_000,
  block: 180_000,
  slowest: 500,
  message: 3_600_000,
  handling: 120_000,
  linger: 2_000,
};
