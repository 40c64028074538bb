import { type BlobRemoval, type Blobs, type BlobUse, type Milliseconds, PermanentError } from '@zaakpost/domain';
import { partsOf, readDecoded } from '../decoded.ts';

export interface UnusedBytes {
  use: BlobUse;
  blobs: Pick<Blobs, 'read'> & Pick<BlobRemoval, 'remove'>;
  /** How long nothing may have referred to bytes before they go. */
  age: Milliseconds;
  /** Rows that one round looks at. */
  most: number;
  /** Now, by a wall clock: files tell when they were written by one. */
  now: () => Date;
}

export interface RemovalReport {
  /** Messages whose parts were put on record. */
  known: number;
  removed: number;
}

/**
 * Removes bytes that nothing refers to, a bounded number of rows a round. Rounds go through the hashes from a place of
 * chance, so that no place has to be remembered. Until the parts of every message are on record nothing is removed.
 */
export function unusedBytes({ use, blobs, age, most, now }: UnusedBytes): () => Promise<RemovalReport> {
  let place = crypto.randomUUID().slice(0, 8);

  return async () => {
    const waiting = await use.unknownParts(most);
    for (const { id, decoded } of waiting) await use.partsKnown(id, decoded, await partsIn(blobs, decoded));
    if (waiting.length > 0) return { known: waiting.length, removed: 0 };

    const { next, unused } = await use.look(place, { most, age });
    let removed = 0;
    for (const ref of unused) {
      const writtenBefore = new Date(now().getTime() - age);
      if (await use.removed(ref, { age, remove: () => blobs.remove(ref, { writtenBefore }) })) removed++;
    }
    place = next ?? '';
    return { known: 0, removed };
  };
}

/** What a decoded form names. One that is lost names nothing to anybody: a new scan makes it, and its parts, from the raw bytes. */
async function partsIn(blobs: Pick<Blobs, 'read'>, decoded: Parameters<Blobs['read']>[0]): Promise<string[]> {
  try {
    return partsOf(await readDecoded(blobs, decoded));
  } catch (error) {
    if (error instanceof PermanentError) return [];
    throw error;
  }
}
