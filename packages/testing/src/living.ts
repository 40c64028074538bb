/** Something a bracket started and must stop: a process, a server, a pool. */
export interface Living {
  readonly name: string;
  stop(): Promise<void>;
}

const living = new Set<Living>();

/** Remembers that `thing` runs, until the function it returns is called. The leak guard reads what is left. */
export function register(thing: Living): () => void {
  living.add(thing);
  return () => living.delete(thing);
}

/** Stops all that is still alive and returns the names, newest last. Empty when every bracket was closed. */
export async function stopLeaks(): Promise<string[]> {
  const leaked = [...living];
  for (const thing of leaked.toReversed()) await thing.stop();
  living.clear();
  return leaked.map(({ name }) => name);
}
