/** What a member tells the bench. */
export type CrewMessage<Result> =
  | { kind: 'ready' }
  | { kind: 'count'; count: number }
  | { kind: 'result'; result: Result }
  | { kind: 'failed'; reason: string };

/** What a member does when it is told. */
export interface Duty<Result> {
  start(): Promise<Result>;
  stop(): Promise<void>;
}

const TELL_EVERY = 10;

/** Makes this process a member: prepares, says that it is ready, begins when told, ends when told or left alone. */
export async function serve<Plan, Result>(
  prepare: (plan: Plan, count: () => void) => Promise<Duty<Result>>,
): Promise<void> {
  let counted = 0;
  let told = 0;
  const tell = (message: CrewMessage<Result>) => void process.send?.(message);
  const failed = (error: unknown) => tell({ kind: 'failed', reason: (error as Error).stack ?? String(error) });
  const duty = await prepare(JSON.parse(process.argv[2] ?? '{}'), () => {
    counted += 1;
  }).catch((error) => {
    failed(error);
    throw error;
  });
  const timer = setInterval(() => {
    if (told !== counted) tell({ kind: 'count', count: counted });
    told = counted;
  }, TELL_EVERY);
  process.on('message', (order) => {
    if (order === 'start') duty.start().then((result) => tell({ kind: 'result', result }), failed);
    if (order === 'stop') void duty.stop().finally(() => process.exit());
  });
  process.once('disconnect', () => process.exit());
  timer.unref();
  tell({ kind: 'ready' });
}
