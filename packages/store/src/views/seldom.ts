/** A twentieth of the time at most goes into reading it again. */
const SHARE = 20;
/** Milliseconds that whoever asks may be kept waiting for news. */
const PATIENCE = 25;

/**
 * What is dear to read, read as seldom as it is dear: quick readings are always new, slow ones up to twenty times their
 * own duration old, and only the first asker ever waits for a slow one.
 */
export function seldom<T>(read: () => Promise<T>, clock: () => number = () => performance.now()): () => Promise<T> {
  let kept: { value: T; at: number; took: number } | undefined;
  let reading: Promise<T> | undefined;

  const again = () => {
    reading ??= timed().finally(() => {
      reading = undefined;
    });
    return reading;
  };
  const timed = async () => {
    const began = clock();
    const value = await read();
    kept = { value, at: clock(), took: clock() - began };
    return value;
  };

  return async () => {
    if (!kept || kept.took <= PATIENCE) return again();
    if (clock() - kept.at > kept.took * SHARE) again().catch(() => undefined);
    return kept.value;
  };
}
