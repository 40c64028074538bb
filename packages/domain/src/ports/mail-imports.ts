import type { InboundState } from '../inbound-message.ts';
import type { ReceivedMail } from './inbound-messages.ts';
import type { Tx } from './transaction.ts';

/** A mail from a file. `key` says which one: made of the file, its place in it, and its bytes. */
export interface ImportedMail {
  key: string;
  mail: ReceivedMail;
}

/** Mail from files, each once, however often an import is stopped and begun again. */
export interface MailImports {
  /** Which of these are on record already. They count for this run from now on. */
  known(runId: string, keys: string[]): Promise<Set<string>>;

  /** Puts mails on record that are not yet, with their key; returns the ids of those. All of them count for this run. */
  imported(tx: Tx, runId: string, mails: ImportedMail[]): Promise<string[]>;

  /** Where the mails of a run are. */
  whereabouts(runId: string): Promise<Partial<Record<InboundState, number>>>;
}
