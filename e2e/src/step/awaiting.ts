import { done } from '@zaakpost/pipeline';
import { until } from '@zaakpost/testing';
import type { Engine } from './engine.ts';

/** A stage that does nothing. */
export const nothing = async () => done();

/** Notes that it ran, and is done. */
export function noted<T>(list: T[], item: T) {
  list.push(item);
  return done();
}

/** Every step is done. */
export const allDone = (engine: Engine, count: number) =>
  until(async () => (await engine.states()).done === count, { what: `${count} steps to be done` });

/** Sweeps as a scheduler would until `check` holds. */
export const sweptUntil = (engine: Engine, what: string, check: () => Promise<boolean>) =>
  until(() => engine.sweep().then(check), { what, every: 200 });
