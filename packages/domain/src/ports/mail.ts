import type { Readable } from 'node:stream';
import type { BlobRef } from '../blob.ts';
import type { Case } from '../case.ts';
import type { DecodedMessage, MailAddress } from '../decoded-message.ts';
import type { Milliseconds } from '../duration.ts';
import type { OutgoingMailSettings, Pop3MailboxSettings } from '../integration-profile.ts';
import type { OutboundMessage } from '../outbound-message.ts';
import type { Verdict } from '../verdict.ts';

/** Reads a message in a child process with limits. What cannot be read is an outcome, never an error of the mail. */
export interface Parser {
  /**
   * Parts are put into the blob store; `stored` is told of each as soon as it is there, in document order, and again when
   * the message has to be read a second time.
   *
   * @throws UnavailableError('parser-away') only when no child can be started.
   */
  parse(raw: BlobRef, options: { signal: AbortSignal; stored?: (part: BlobRef) => void }): Promise<DecodedMessage>;
}

/** Spam and virus verdict on the raw bytes. @throws UnavailableError for the stage when a scanner is away. */
export interface Screening {
  judge(
    raw: BlobRef,
    options: { envelope: { from: string | null; recipient: string | null }; signal: AbortSignal },
  ): Promise<Verdict>;
}

/** What stands above the body in the PDF, and the body. */
export interface MailPage {
  from: string;
  to: string;
  cc: string;
  subject: string;
  /** As shown: `maandag 23 november 2026 om 14:05`. */
  date: string;
  caseNumber: number | null;
  attachments: { filename: string; size: number }[];
  html: string | null;
  text: string | null;
  images: { contentId: string; contentType: string; bytes: Buffer }[];
  incomplete: boolean;
}

export interface PdfRenderer {
  /** Never waits for a broken Chromium: `plain` says that the text PDF was made instead. */
  render(
    page: MailPage,
    options: { signal: AbortSignal },
  ): Promise<{ pdf: Buffer; plain: boolean; reason: string | null }>;
}

/** Composes, measures and signs. */
export interface Composer {
  /**
   * The bytes that will go out. Bcc never enters them.
   *
   * @throws PermanentError('address-invalid' | 'message-too-large' | 'dkim-key-missing' | 'dkim-key-invalid')
   */
  compose(
    message: OutboundMessage,
    context: { settings: OutgoingMailSettings; case: Case | null; subjectCode: boolean },
  ): Promise<{ mime: Buffer; messageId: string; subject: string; sender: MailAddress }>;
}

/** What the server said to one SMTP transaction. `unknown`: handed over, and no reply was seen. */
export type SubmissionOutcome =
  | { kind: 'accepted'; reply: string }
  /** A 4xx, at whatever point: certainly not taken, to be tried again. */
  | { kind: 'deferred'; reply: string }
  | { kind: 'refused'; reply: string }
  | { kind: 'unknown'; reason: string };

/** One SMTP transaction for one recipient, with the gate before its terminator. */
export interface Submission {
  /**
   * `handingOver` is awaited when everything but the terminator is with the server; when it throws, the server gets no
   * terminator and keeps nothing.
   *
   * @throws UnavailableError (thing) when the server cannot be reached, has no TLS or refuses the login, and whatever
   * `handingOver` throws: certainly unsent in all cases. Once `handingOver` has resolved it throws nothing any more.
   */
  deliver(
    mail: { mime: () => Readable; size: number; from: string; to: string },
    options: { settings: OutgoingMailSettings; handingOver: () => Promise<void>; signal: AbortSignal },
  ): Promise<SubmissionOutcome>;
}

/** A mail that was read in this session, its bytes stored. */
export interface FetchedMail {
  number: number;
  uniqueId: string;
  raw: BlobRef;
}

/** A municipality's mailbox, opened: one POP3 session. */
export interface MailboxReader {
  /**
   * Runs one batch: reads what is there, gives it in groups to `received` (which commits), then deletes these on the
   * server; ends with QUIT. `quit` tells whether the server confirmed. `undeleted` are the unique-ids of mails that were read
   * and that the server refuses to delete, `unread` counts those that it refuses to give: both stay, and come up again.
   *
   * @throws UnavailableError (thing) or TransientError with a `pop3-...` code.
   */
  drain(
    settings: Pop3MailboxSettings,
    options: {
      limit: { mails: number; time: Milliseconds };
      received: (group: FetchedMail[]) => Promise<void>;
      tooLarge: (mail: { uniqueId: string; size: number }) => Promise<void>;
      signal: AbortSignal;
    },
  ): Promise<{ fetched: number; more: boolean; quitConfirmed: boolean; undeleted: string[]; unread: number }>;
}
