import type { Milliseconds } from '@zaakpost/domain';

/** Something that is to be done again and again, by whoever leads. */
export interface Duty {
  name: string;
  every: Milliseconds;
  perform: () => Promise<void>;
}

export interface Roster {
  /** Begins each duty that is due and not under way. `now`: milliseconds of a clock that never goes back. */
  tick(now: Milliseconds): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

/** `failed` hears of a duty that threw; it is due again after its time. */
export function roster(duties: readonly Duty[], failed: (duty: Duty, error: unknown) => void): Roster {
  const begun = new Map<Duty, Milliseconds>();
  const underWay = new Map<Duty, Promise<void>>();

  const isDue = (duty: Duty, now: Milliseconds) =>
    !underWay.has(duty) && now - (begun.get(duty) ?? Number.NEGATIVE_INFINITY) >= duty.every;

  function begin(duty: Duty, now: Milliseconds): void {
    begun.set(duty, now);
    const performance = duty
      .perform()
      .catch((error: unknown) => failed(duty, error))
      .finally(() => underWay.delete(duty));
    underWay.set(duty, performance);
  }

  return {
    tick(now) {
      for (const duty of duties) if (isDue(duty, now)) begin(duty, now);
    },
    idle: async () => void (await Promise.all(underWay.values())),
  };
}
