import { setTimeout } from 'node:timers/promises';
import { type InboundState, type MailImports, seconds } from '@zaakpost/domain';
import { STATE_NAMES } from '../state-names.ts';

/** How many mails are in each state. */
export type Ends = Partial<Record<InboundState, number>>;

const ON_THE_WAY: readonly InboundState[] = ['received', 'scanned', 'classified'];
const LOOK_EVERY = seconds(1);

/** Mails that are neither at an end nor waiting for a person. */
export const onTheWay = (ends: Ends): number => ON_THE_WAY.reduce((sum, state) => sum + (ends[state] ?? 0), 0);

export const allOf = (ends: Ends): number => Object.values(ends).reduce((sum, count) => sum + count, 0);

/** Waits until none of a run's mails is on its way, or the signal comes; gives where they are then. */
export async function endsOf(
  imports: MailImports,
  runId: string,
  { signal, told }: { signal: AbortSignal; told(ends: Ends): void },
): Promise<Ends> {
  for (;;) {
    const ends = await imports.whereabouts(runId);
    told(ends);
    if (onTheWay(ends) === 0 || signal.aborted) return ends;
    await setTimeout(LOOK_EVERY, undefined, { signal }).catch(() => undefined);
  }
}

/** A line for each state that has mails, in the order of the spec. */
export function endsTable(ends: Ends): string {
  const lines = Object.entries(STATE_NAMES).flatMap(([state, name]) => {
    const count = ends[state as InboundState] ?? 0;
    return count === 0 ? [] : [`${name.padEnd(22)} ${String(count).padStart(9)}`];
  });
  return lines.join('\n');
}
