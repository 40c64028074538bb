import type { Milliseconds } from '@zaakpost/domain';

/**
 * Runs `work` with a signal that ends with the caller's or after `time`, whichever is first.
 *
 * @throws the reason of the caller's signal; what `late` makes when the time was over.
 */
export async function within<T>(
  time: Milliseconds,
  work: (signal: AbortSignal) => Promise<T>,
  { signal, late }: { signal?: AbortSignal | undefined; late: () => Error },
): Promise<T> {
  const deadline = AbortSignal.timeout(time);
  const either = signal ? AbortSignal.any([signal, deadline]) : deadline;
  try {
    return await work(either);
  } catch (cause) {
    signal?.throwIfAborted();
    if (deadline.aborted) throw Object.assign(late(), { cause });
    throw cause;
  }
}
