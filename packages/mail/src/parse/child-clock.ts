import type { Milliseconds } from '@zaakpost/domain';

/** The time that a child has for a mail. It stands while somebody else is waited for: a slow blob store is no mail's fault. */
export class ChildClock {
  readonly #late: () => void;
  #left: Milliseconds;
  #timer: NodeJS.Timeout | null = null;
  #since = 0;

  constructor(time: Milliseconds, late: () => void) {
    this.#left = time;
    this.#late = late;
    this.run();
  }

  run(): void {
    if (this.#timer) return;
    this.#since = performance.now();
    this.#timer = setTimeout(this.#late, this.#left);
  }

  hold(): void {
    if (!this.#timer) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#left = Math.max(0, this.#left - (performance.now() - this.#since));
  }
}
