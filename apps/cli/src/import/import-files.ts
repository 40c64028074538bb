import { createHash, randomUUID } from 'node:crypto';
import {
  type Blobs,
  type ImportedMail,
  type MailImports,
  megabytes,
  type Publisher,
  type Steps,
  step,
} from '@zaakpost/domain';
import type { FoundFile } from '@zaakpost/mail';
import { type HeldMail, heldMails, type MailFile } from './held-mails.ts';

export interface ImportTarget {
  blobs: Blobs;
  imports: MailImports;
  steps: Steps;
  /** What it cannot take is left to the sweep. */
  queue: Publisher;
  /** Names this run; mails that are on record already count for it too. */
  runId: string;
  deliveredTo: string | null;
  /** Asks it to end: what is under way is put on record first. */
  signal: AbortSignal;
  told(tally: Tally): void;
  unreadable(path: string, code: string): void;
}

/** What was done so far. */
export interface Tally {
  imported: number;
  /** Mails that an earlier run, or this one by another path, had put on record. */
  already: number;
  /** Files, and mails within files, that could not be read. */
  unreadable: number;
  /** Files in folders that hold no mail. */
  other: number;
  /** Bytes of the mails. */
  size: number;
}

/** One commit. */
const BATCH = { mails: 100, size: megabytes(16) };
const PUTS_AT_ONCE = 8;

/** Puts the mails of the files on record, each with its `scan` step, in batches. @throws what the stores throw. */
export async function importFiles(files: AsyncIterable<FoundFile>, target: ImportTarget): Promise<Tally> {
  const tally: Tally = { imported: 0, already: 0, unreadable: 0, other: 0, size: 0 };
  const batch = new Batch(target, tally);
  for await (const file of files) {
    if (target.signal.aborted) break;
    if (file.kind === 'other') tally.other += 1;
    else if (file.kind === 'unreadable') refuse(file.path, file.code);
    else await take(file);
  }
  await batch.commit();
  return tally;

  async function take(file: MailFile): Promise<void> {
    for await (const mail of heldMails(file, target.blobs)) {
      if ('code' in mail) refuse(file.path, mail.code);
      else await batch.add(file, mail);
      if (target.signal.aborted) return;
    }
  }

  function refuse(path: string, code: string): void {
    tally.unreadable += 1;
    target.unreadable(path, code);
  }
}

interface Waiting extends ImportedMail {
  bytes: Buffer | null;
}

class Batch {
  readonly #target: ImportTarget;
  readonly #tally: Tally;
  /** By key: the same file may come by two paths. */
  #waiting = new Map<string, Waiting>();
  #size = 0;

  constructor(target: ImportTarget, tally: Tally) {
    this.#target = target;
    this.#tally = tally;
  }

  async add(file: MailFile, { ordinal, raw, bytes }: HeldMail): Promise<void> {
    this.#tally.size += raw.size;
    const key = keyOf(file.identity, ordinal, raw.sha256);
    if (this.#waiting.has(key)) this.#tally.already += 1;
    const source = { kind: 'import' as const, path: file.path, ordinal };
    const mail = { id: randomUUID(), raw, source, deliveredTo: this.#target.deliveredTo, sessionId: null };
    this.#waiting.set(key, { key, mail, bytes });
    this.#size += bytes?.length ?? 0;
    if (this.#waiting.size >= BATCH.mails || this.#size >= BATCH.size) await this.commit();
  }

  async commit(): Promise<void> {
    const { imports, runId, steps, queue, told } = this.#target;
    const all = [...this.#waiting.values()];
    this.#waiting = new Map();
    this.#size = 0;
    if (all.length === 0) return;
    const known = await imports.known(
      runId,
      all.map(({ key }) => key),
    );
    const mails = all.filter(({ key }) => !known.has(key));
    await this.#store(mails);
    const publications = await steps.begin(async (tx) => {
      const ids = await imports.imported(tx, runId, mails);
      return ids.map((id) => step('scan', 'inboundMessage', id));
    });
    this.#tally.imported += publications.length;
    this.#tally.already += all.length - publications.length;
    await queue.publish(publications);
    told(this.#tally);
  }

  async #store(mails: readonly Waiting[]): Promise<void> {
    const bytes = mails.values().flatMap((mail) => (mail.bytes ? [mail.bytes] : []));
    const storing = async () => {
      for (const one of bytes) await this.#target.blobs.put(one);
    };
    await Promise.all(Array.from({ length: PUTS_AT_ONCE }, storing));
  }
}

const keyOf = (identity: string, ordinal: number, sha256: string): string =>
  createHash('sha256').update(`${identity}\0${ordinal}\0${sha256}`).digest('hex');
