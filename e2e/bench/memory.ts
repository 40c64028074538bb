import { setTimeout as pause } from 'node:timers/promises';

/** Resident memory of this process: what it takes at most, over what it takes when idle. */
export interface MemoryWatch {
  /** Megabytes. */
  end(): number;
}

const EVERY = 10;
const SETTLING = 200;

export async function watchMemory(): Promise<MemoryWatch> {
  globalThis.gc?.();
  await pause(SETTLING);
  const idle = process.memoryUsage.rss();
  let most = idle;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, EVERY);
  return {
    end() {
      clearInterval(timer);
      return (Math.max(most, process.memoryUsage.rss()) - idle) / 2 ** 20;
    },
  };
}
