import type { Readable } from 'node:stream';
import type { BlobRef } from '../blob.ts';
import type { Case } from '../case.ts';
import type { DecodedMessage, MailAddress } from '../decoded-message.ts';
import type { Milliseconds } from '../duration.ts';
import type { OutgoingMailSettings } from '../integration-profile.ts';
import type { OutboundMessage } from '../outbound-message.ts';
import type { Pop3MailboxSettings } from '../pop3-mailbox.ts';
import type { Verdict } from '../verdict.ts';
import type { RenewedToken } from './profiles.ts';
import type { FetchedMail, ListedMail, RememberedMail } from './server-messages.ts';

/** Reads a message in a child process with limits. What cannot be read is an outcome, never an error of the mail. */
export interface Parser {
  /** Parts are put into the blob store. @throws UnavailableError('parser-away') only when no child can be started. */
  parse(raw: BlobRef, options: { signal: AbortSignal }): Promise<DecodedMessage>;
}

/**
 * Spam and virus verdict on the raw bytes, virus verdict on every decoded part, and what the rules about attachments
 * find in them. @throws UnavailableError for the stage when a scanner is away; what `decoded` throws.
 */
export interface Screening {
  judge(
    raw: BlobRef,
    options: {
      envelope: { from: string | null; recipient: string | null };
      /** The same message, which is decoded meanwhile. */
      decoded: Promise<Pick<DecodedMessage, 'attachments' | 'within' | 'outcome' | 'unread'>>;
      /** How often a scanner that is well broke off over this message already; from some number on it is *unscannable*. */
      breaks: number;
      signal: AbortSignal;
    },
  ): Promise<Omit<Verdict, 'authentication'>>;
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

/** What one session with a mailbox brought. */
export interface Drained {
  /** Mails that were read and are on record now, those that came back included. */
  fetched: number;
  /** More is waiting, and this session made room for it: another one is worth while at once. */
  more: boolean;
  /** Before this the server takes no other session (RFC 2449, LOGIN-DELAY); null where it does. */
  notBefore: Date | null;
  /** The server confirmed QUIT, and `deleted` with it. */
  quitConfirmed: boolean;
  /** What was deleted there, if QUIT was confirmed. */
  deleted: ListedMail[];
  /** How many mails were read that the server refuses to delete: they come up again. */
  undeleted: number;
  /** How many mails the server refuses to give: they stay, and come up again. */
  unread: number;
  /** How many mails found no room in the blob store while others did: they stay, and come up again. */
  unkept: number;
  /** Everything that is listed is on record now. */
  complete: boolean;
}

/** What a session asks about and tells while it runs. What writes has been committed when it resolves. */
export interface DrainOptions {
  limit: { mails: number; time: Milliseconds };
  remembered(mails: ListedMail[]): Promise<(RememberedMail | null)[]>;
  /** What lies on the server; asked of each mail that is remembered to lie there. */
  listed(isListed: (mail: ListedMail) => boolean): Promise<void>;
  /** These are about to be fetched. */
  seen(mails: ListedMail[]): Promise<void>;
  received(group: FetchedMail[]): Promise<void>;
  /** The server would not give these, or broke off while it did. */
  refused(mails: ListedMail[]): Promise<void>;
  tooLarge(mails: ListedMail[]): Promise<void>;
  /** A mailbox with OAuth got a new access token. */
  renewed(token: RenewedToken): Promise<void>;
  signal: AbortSignal;
}

/** A municipality's mailbox, opened: one POP3 session. */
export interface MailboxReader {
  /**
   * Runs one batch: reads what is there and not known, gives it in groups to `received`, then deletes on the server what the
   * settings want deleted, and only what was read in this session; ends with QUIT.
   *
   * @throws UnavailableError (thing) or TransientError with a `pop3-...` code, and whatever the options throw.
   */
  drain(settings: Pop3MailboxSettings, options: DrainOptions): Promise<Drained>;
}
