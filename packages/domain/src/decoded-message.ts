import type { BlobRef } from './blob.ts';

/** An addr-spec with its display name (RFC 5322 section 3.4). */
export interface MailAddress {
  name: string;
  address: string;
}

/** A part that a reader would save: an attachment, or an image that the HTML shows by its Content-ID. */
export interface DecodedAttachment extends BlobRef {
  /** As sent, made safe to show: no path, no control or bidi characters. Null where the mail gives none. */
  filename: string | null;
  /** Other names that the mail gives it, safe too: programs differ in which they take. Absent where there is none. */
  aliases?: string[];
  contentType: string;
  /** Shown inside the HTML body. */
  inline: boolean;
  contentId: string | null;
  /** What it was packed in, where it was no part of its own: `winmail.dat` (MS-OXTNEF), or a block within the text. */
  container?: 'tnef' | 'uuencode';
  /** A message, or what was signed, that is larger or deeper in others than is looked into, or cannot be opened. */
  unread?: true;
}

/** How a mail is signed or encrypted; nothing of it is verified or decrypted. */
export type Protection = `${'smime' | 'openpgp'}-${'signed' | 'encrypted'}`;

/** A bounce that a message reports (RFC 3464, and other shapes). */
export interface Bounce {
  /** Message-ID of the mail that bounced, where the report has it. */
  originalMessageId: string | null;
  recipients: {
    /** As the report has it: the one that was written to, where it tells. */
    address: string;
    /** `failed`, or `delayed` while it is still being tried. */
    action: string;
    /** Enhanced status code (RFC 3463); empty where the report has none. */
    status: string;
  }[];
}

/**
 * By its words alone; or only by its naming no sender, in `From` or as a null return path (RFC 5321 section 4.5.5). `true`
 * in what was decoded before the second was a guess: its words.
 */
export type AutoSubmittedGuess = 'words' | 'noSender';

/** A message as the parser read it: stored once by `scan`, read by every later stage. */
export interface DecodedMessage {
  outcome: 'ok' | 'incomplete' | 'unreadable';
  /** Why it is not `ok`; one bounded sentence. */
  reason: string | null;
  subject: string;
  from: MailAddress[];
  to: MailAddress[];
  cc: MailAddress[];
  replyTo: MailAddress[];
  messageId: string | null;
  inReplyTo: string[];
  references: string[];
  /** ISO 8601, as the sender claims. */
  date: string | null;
  text: string | null;
  /** Sanitised in the parser's child: no script, no style that loads, no remote content. Inline images stay as `cid:`. */
  html: string | null;
  attachments: DecodedAttachment[];
  /**
   * The files of attached messages, with the way to them in their names: scanned and judged, and filed in no other way than
   * within the message they came in. Absent where there is none, and in what was decoded before they were looked for.
   */
  within?: DecodedAttachment[];
  /** Files may be in it that nobody looked at: reading it met a limit. Absent where that is not so. */
  unread?: true;
  /** A machine wrote it: RFC 3834, the header rules of auto-responders, every report and bounce. */
  autoSubmitted: boolean;
  /** What tells that, where a person may have written it all the same. Absent where a sign tells. */
  autoSubmittedGuess?: AutoSubmittedGuess | true;
  /** It came through a mailing list (RFC 2369, RFC 2919). A person may have written it; no answer goes back. */
  throughList: boolean;
  bounce: Bounce | null;
  /** Absent in what was decoded before it was looked for. */
  protection?: Protection | null;
  /** What a reader of the record needs to know, in sentences without content of the mail. */
  warnings: string[];
}
