import { MessageBody } from './body.ts';
import type { Dialogue } from './dialogue.ts';
import type { Pop3Error } from './error.ts';

/** A message's number and its bytes. When the server refuses the number, reading `body` throws `refused` and the next message follows. */
export type RetrievedMessage = { number: number; body: MessageBody };
/** A number that could not be marked deleted, and why. */
export type DeleteRefusal = { number: number; error: Pop3Error };

/** RETR of one message. */
export async function retrieveOne(dialogue: Dialogue, number: number): Promise<MessageBody> {
  const command = retr(number);
  const giveBack = dialogue.take();
  try {
    dialogue.send(command);
    await dialogue.expect('RETR');
  } catch (error) {
    giveBack();
    throw error;
  }
  return new MessageBody({ dialogue, onEnd: giveBack });
}

/** RETR of many, with up to `window` of them asked for at any time. */
export async function* retrieveEach(dialogue: Dialogue, numbers: Iterable<number>, window: number) {
  const giveBack = dialogue.take();
  const source = numbers[Symbol.iterator]();
  const asked: number[] = [];
  try {
    for (;;) {
      askUpTo(dialogue, source, asked, window);
      const number = asked.shift();
      if (number === undefined) return;
      const body = await nextBody(dialogue);
      try {
        yield { number, body };
      } finally {
        await body.discard();
      }
    }
  } finally {
    await skip(dialogue, asked.length).finally(() => {
      giveBack();
      source.return?.();
    });
  }
}

/** DELE of many, `window` at a time. Gives those that were refused. */
export async function deleteEach(
  dialogue: Dialogue,
  numbers: readonly number[],
  window: number,
): Promise<DeleteRefusal[]> {
  const commands = numbers.map((number) => `DELE ${checked(number)}`);
  const refusals: DeleteRefusal[] = [];
  for (let from = 0; from < numbers.length; from += window) {
    dialogue.send(...commands.slice(from, from + window));
    for (const number of numbers.slice(from, from + window)) {
      const reply = await dialogue.hearAnswer('DELE');
      if (reply.status === 'error') refusals.push({ number, error: dialogue.refusal('DELE', reply) });
    }
  }
  return refusals;
}

/** A message number as POP3 has them. Throws RangeError for anything else, before it reaches the server. */
export function checked(number: number): number {
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new RangeError(`A message number is a positive integer, not ${number}.`);
}

const retr = (number: number): string => `RETR ${checked(number)}`;

// Half a window at a time: each write is a TLS record and a system call. Numbers count as asked for once they are sent: a
// source that throws, or gives what is no number, takes only its own with it.
function askUpTo(dialogue: Dialogue, source: Iterator<number>, asked: number[], window: number): void {
  if (asked.length > window / 2) return;
  const numbers: number[] = [];
  while (asked.length + numbers.length < window) {
    const next = source.next();
    if (next.done) break;
    numbers.push(checked(next.value));
  }
  if (numbers.length === 0) return;
  dialogue.send(...numbers.map(retr));
  asked.push(...numbers);
}

async function nextBody(dialogue: Dialogue): Promise<MessageBody> {
  const reply = await dialogue.hearAnswer('RETR');
  return reply.status === 'ok'
    ? new MessageBody({ dialogue })
    : new MessageBody({ dialogue, refused: dialogue.refusal('RETR', reply) });
}

// What was asked for comes, wanted or not. A session that has failed brings nothing more.
async function skip(dialogue: Dialogue, count: number): Promise<void> {
  for (let left = count; left > 0 && dialogue.wire.failure === undefined; left -= 1) {
    await (await nextBody(dialogue)).discard();
  }
}
