import type { Refusal, Reply } from './reply.ts';

/** Who is at the other end. */
export interface SmtpClient {
  /** IP address; IPv4 in its own form also where it came over IPv6. */
  readonly address: string;
  /** What it called itself; within TLS what it said there. */
  readonly helo: string;
  readonly tls: { readonly version: string; readonly cipher: string } | null;
  /** Of one of the trusted networks. */
  readonly trusted: boolean;
}

/** A message on its way in. */
export interface IncomingMail {
  readonly client: SmtpClient;
  /** Empty for the null path. */
  readonly envelopeFrom: string;
  /** As they were written, in order, repetitions included. */
  readonly recipients: readonly string[];
  /**
   * The message, dots unstuffed and without the terminator. Ends well only when the terminator came and nothing speaks
   * against the message; else it throws, and nothing of it may be kept.
   */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** What became of a message. */
export interface Taken {
  /** SMTP: one. LMTP (RFC 2033): one for each recipient, in order. */
  readonly replies: readonly Reply[];
  /** Called once the client went on after a good answer, so that it must have seen it. May never be called. */
  confirmed(): Promise<void>;
}

/** What is behind the server. What throws is answered with 451. */
export interface SmtpHandlers {
  /** Null: may be sent to. */
  recipient(address: string, client: SmtpClient): Promise<Reply | null>;
  /** The signal comes when nobody waits for the answer any more. */
  mail(mail: IncomingMail, signal: AbortSignal): Promise<Taken>;
}

/** For metrics and the log. None may throw. */
export interface SmtpEvents {
  opened(): void;
  closed(): void;
  refused(refusal: Refusal): void;
  /** A handler threw. */
  failed(error: unknown): void;
}
