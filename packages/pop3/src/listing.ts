import type { Dialogue } from './dialogue.ts';
import { Pop3Error } from './error.ts';

/** How many messages there are that are not marked deleted, and their size in bytes. */
export type MailboxStat = { count: number; bytes: number };
/** A message's number in this session and its size in bytes, as the server counts it. */
export type ListEntry = { number: number; bytes: number };
/** A message's number in this session and its unique-id, which outlives the session. */
export type UniqueIdEntry = { number: number; uniqueId: string };

/** STAT. */
export async function askStat(dialogue: Dialogue): Promise<MailboxStat> {
  dialogue.send('STAT');
  const { text } = await dialogue.expect('STAT');
  const match = /^(\d{1,15}) (\d{1,15})(?: |$)/.exec(text);
  if (match === null) throw malformed(dialogue, 'STAT');
  return { count: Number(match[1]), bytes: Number(match[2]) };
}

/** Hears the entries of a listing as they come. */
export type Visit<Entry> = (entry: Entry) => void;

/** LIST: as many entries as STAT counts, no number twice. */
export function askList(dialogue: Dialogue, visit: Visit<ListEntry>): Promise<void> {
  return listing(dialogue, { verb: 'LIST', shape: /^(\d{1,10}) (\d{1,15})(?: |$)/ }, (number, bytes) =>
    visit({ number, bytes: Number(bytes) }),
  );
}

/** UIDL: as many entries as STAT counts, no number twice. RFC 1939 wants 1 to 70 printable characters; longer ones exist. */
export function askUidl(dialogue: Dialogue, visit: Visit<UniqueIdEntry>): Promise<void> {
  return listing(dialogue, { verb: 'UIDL', shape: /^(\d{1,10}) +([\x21-\x7e]{1,512})$/ }, (number, uniqueId) =>
    visit({ number, uniqueId }),
  );
}

async function listing(
  dialogue: Dialogue,
  { verb, shape }: { verb: string; shape: RegExp },
  visit: (number: number, value: string) => void,
): Promise<void> {
  const count = await countOf(dialogue);
  dialogue.send(verb);
  await dialogue.expect(verb);
  const numbers = new Numbers();
  await dialogue.eachLine(count, (line) => {
    const match = shape.exec(line);
    const number = Number(match?.[1]);
    if (match?.[2] === undefined || number === 0 || !numbers.isNew(number)) throw malformed(dialogue, verb);
    visit(number, match[2]);
  });
  if (numbers.count === count) return;
  throw failed(dialogue, `The server counted ${count} messages and listed ${numbers.count}.`);
}

/** The numbers of a listing. Servers count upwards, and as long as they do they are only noted. */
class Numbers {
  readonly #inOrder: number[] = [];
  #all: Set<number> | undefined;

  get count(): number {
    return this.#all?.size ?? this.#inOrder.length;
  }

  isNew(number: number): boolean {
    if (this.#all === undefined && number > (this.#inOrder.at(-1) ?? 0)) return this.#inOrder.push(number) > 0;
    this.#all ??= new Set(this.#inOrder);
    return this.#all.size < this.#all.add(number).size;
  }
}

async function countOf(dialogue: Dialogue): Promise<number> {
  const { count } = await askStat(dialogue);
  if (count <= dialogue.limits.entries) return count;
  throw failed(dialogue, `The mailbox holds ${count} messages; ${dialogue.limits.entries} are accepted.`);
}

function malformed(dialogue: Dialogue, verb: string): Pop3Error {
  return failed(dialogue, `The server's answer to ${verb} makes no sense.`);
}

function failed(dialogue: Dialogue, message: string): Pop3Error {
  return dialogue.wire.fail(new Pop3Error('protocol', message));
}
