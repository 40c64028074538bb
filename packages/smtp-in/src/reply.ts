/** Why something was not taken: a closed list, fit for a metric's label. */
export const REFUSALS = [
  'unknown-recipient',
  'too-many-recipients',
  'too-large',
  'bare-line-end',
  'syntax',
  'out-of-order',
  'sent-too-early',
  'too-many-commands',
  'too-many-mails',
  'too-many-connections',
  'too-slow',
  'tls-failed',
  'own-fault',
  'no-room',
  'stopping',
] as const;

export type Refusal = (typeof REFUSALS)[number];

/** An answer: code (RFC 5321), enhanced status (RFC 3463), text, and for a refusal why. */
export interface Reply {
  readonly code: number;
  /** Class, subject and detail, `5.1.1`. Absent where RFC 2034 wants none: the greeting, EHLO and 354. */
  readonly status?: string;
  /** One line of printable ASCII. */
  readonly text: string;
  readonly refusal?: Refusal;
}

export const isTaken = ({ code }: Reply): boolean => code >= 200 && code < 300;

export const lineOf = ({ code, status, text }: Reply): string =>
  status === undefined ? `${code} ${text}\r\n` : `${code} ${status} ${text}\r\n`;

const refused = (code: number, status: string, text: string, refusal: Refusal): Reply => ({
  code,
  status,
  text,
  refusal,
});

/** What the server says by itself. */
export const replies = {
  ok: { code: 250, status: '2.0.0', text: 'OK' },
  senderOk: { code: 250, status: '2.1.0', text: 'OK' },
  recipientOk: { code: 250, status: '2.1.5', text: 'OK' },
  goAhead: { code: 354, text: 'End with a line of one dot' },
  readyForTls: { code: 220, status: '2.0.0', text: 'Ready for TLS' },
  bye: { code: 221, status: '2.0.0', text: 'Bye' },
  cannotVerify: { code: 252, status: '2.5.0', text: 'Send some mail, and see' },
  help: { code: 214, status: '2.0.0', text: 'See RFC 5321' },

  unknownCommand: refused(500, '5.5.2', 'This command is not known here', 'syntax'),
  notOffered: refused(502, '5.5.1', 'This command is not offered here', 'syntax'),
  badCommand: refused(501, '5.5.4', 'The arguments are not valid', 'syntax'),
  badCharacters: refused(500, '5.5.2', 'A command is text without control characters', 'syntax'),
  unknownParameter: refused(555, '5.5.4', 'This parameter is not known here', 'syntax'),
  badSender: refused(501, '5.1.7', 'This is no address', 'syntax'),
  badRecipient: refused(501, '5.1.3', 'This is no address', 'syntax'),
  helloFirst: refused(503, '5.5.1', 'Say hello first', 'out-of-order'),
  senderFirst: refused(503, '5.5.1', 'MAIL comes first', 'out-of-order'),
  recipientFirst: refused(503, '5.5.1', 'RCPT comes first', 'out-of-order'),
  senderTwice: refused(503, '5.5.1', 'There is a sender already', 'out-of-order'),
  tlsTwice: refused(503, '5.5.1', 'TLS is there already', 'out-of-order'),
  tooManyRecipients: refused(452, '4.5.3', 'Too many recipients at a time', 'too-many-recipients'),
  tooLarge: refused(552, '5.3.4', 'The message is larger than this server takes', 'too-large'),
  bareLineEnds: refused(550, '5.6.11', 'Lines of a message end in CR LF', 'bare-line-end'),
  ownFault: refused(451, '4.3.0', 'It could not be taken now, please come back later', 'own-fault'),

  // After these the connection is closed.
  bareCommand: refused(521, '5.5.2', 'Lines end in CR LF', 'bare-line-end'),
  lineTooLong: refused(521, '5.5.6', 'The line is too long', 'syntax'),
  notHttp: refused(521, '5.5.2', 'This is no web server', 'syntax'),
  sentTooEarly: refused(554, '5.5.0', 'It was not your turn', 'sent-too-early'),
  tooManyErrors: refused(421, '4.7.0', 'Too many errors', 'too-many-commands'),
  tooManyCommands: refused(421, '4.7.0', 'Too many commands in one connection', 'too-many-commands'),
  tooManyRefused: refused(421, '4.7.0', 'Too many unknown recipients', 'unknown-recipient'),
  tooManyMails: refused(421, '4.7.0', 'Too many messages in one connection', 'too-many-mails'),
  tooManyConnections: refused(421, '4.7.0', 'Too many connections, please come back later', 'too-many-connections'),
  tooSlow: refused(421, '4.4.2', 'It took too long', 'too-slow'),
  broken: refused(421, '4.3.0', 'Something went wrong here, please come back later', 'own-fault'),
  stopping: refused(421, '4.3.2', 'The server stops, please come back later', 'stopping'),
} satisfies Record<string, Reply>;
