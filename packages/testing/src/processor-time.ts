/**
 * What `run` gives, and the milliseconds of processor time that this process spent on it. Unlike time on the clock these
 * hardly change with what else the machine does, so a test can bound them.
 */
export async function processorTime<T>(run: () => T | Promise<T>): Promise<{ result: T; spent: number }> {
  const before = process.cpuUsage();
  const result = await run();
  const { user, system } = process.cpuUsage(before);
  return { result, spent: (user + system) / 1_000 };
}
