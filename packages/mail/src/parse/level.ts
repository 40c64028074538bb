import { type Bytes, megabytes } from '@zaakpost/domain';

/** Signatures within signatures. */
export const MOST_SIGNED = 3;
/** Messages within messages. */
export const MOST_ATTACHED = 10;

/** Where the message that is read lies in others. */
export interface Level {
  signed: number;
  attached: number;
  /** Bytes that may be held of messages within messages, all together; they lie outside the heap. */
  room: Bytes;
  /** The way to it, for the names of its files. */
  path: string;
}

export const OUTERMOST: Level = { signed: 0, attached: 0, room: megabytes(96), path: '' };
