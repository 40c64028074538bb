import { createPostgresBackend } from 'bullmq';

/** What BullMQ keeps of a start: one promise, also when it has failed. */
interface Starting {
  waitUntilReady(): Promise<unknown>;
  readyPromise: Promise<unknown> | undefined;
}

/**
 * BullMQ's PostgreSQL back end, which starts anew after a start that failed. BullMQ 6.7 asks for the version of its tables
 * once, and keeps the answer of a connection that broke at that moment: such a queue or worker would fail for as long as its
 * process lives.
 */
export const restartingPostgresBackend: typeof createPostgresBackend = (name, options, factory) => {
  const backend = createPostgresBackend(name, options, factory);
  forgetFailure(backend.connection as unknown as Starting);
  forgetFailure(backend as unknown as Starting);
  return backend;
};

function forgetFailure(part: Starting) {
  const wait = part.waitUntilReady.bind(part);
  part.waitUntilReady = async () => {
    const attempt = wait();
    const kept = part.readyPromise;
    try {
      return await attempt;
    } catch (error) {
      // Another caller may have begun the next attempt already.
      if (part.readyPromise === kept) part.readyPromise = undefined;
      throw error;
    }
  };
}
