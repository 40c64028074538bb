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

/** LIST: as many entries as STAT counts, no number twice. */
export function askList(dialogue: Dialogue): Promise<ListEntry[]> {
  return listing(dialogue, 'LIST', /^(\d{1,10}) (\d{1,15})(?: |$)/, (number, bytes) => ({
    number,
    bytes: Number(bytes),
  }));
}

/** UIDL: as many entries as STAT counts, no number twice. RFC 1939 wants 1 to 70 printable characters; longer ones exist. */
export function askUidl(dialogue: Dialogue): Promise<UniqueIdEntry[]> {
  return listing(dialogue, 'UIDL', /^(\d{1,10}) +([\x21-\x7e]{1,512})$/, (number, uniqueId) => ({ number, uniqueId }));
}

async function listing<T extends { number: number }>(
  dialogue: Dialogue,
  verb: string,
  shape: RegExp,
  entryOf: (number: number, value: string) => T,
) {
  const count = await countOf(dialogue);
  dialogue.send(verb);
  await dialogue.expect(verb);
  const entries: T[] = [];
  const isNew = numbersOf(entries);
  await dialogue.eachLine(count, (line) => {
    const match = shape.exec(line);
    const number = Number(match?.[1]);
    if (match?.[2] === undefined || number === 0 || !isNew(number)) throw malformed(dialogue, verb);
    entries.push(entryOf(number, match[2]));
  });
  if (entries.length === count) return entries;
  throw failed(dialogue, `The server counted ${count} messages and listed ${entries.length}.`);
}

/** Tells whether a number comes for the first time. Servers count upwards, and as long as they do nothing more is kept. */
function numbersOf(entries: readonly { number: number }[]): (number: number) => boolean {
  let all: Set<number> | undefined;
  return (number) => {
    if (all === undefined && number > (entries.at(-1)?.number ?? 0)) return true;
    all ??= new Set(entries.map((entry) => entry.number));
    return all.size < all.add(number).size;
  };
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
