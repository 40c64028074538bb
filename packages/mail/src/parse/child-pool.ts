import { UnavailableError } from '@zaakpost/domain';
import { ParserChild } from './child-process.ts';
import type { ParseLimits } from './limits.ts';

/** After so many mails a child is replaced, so that nothing adds up in it. */
const MAILS_PER_CHILD = 2_000;

/** A few warm children; each has one mail at a time. */
export class ChildPool {
  readonly #most: number;
  readonly #limits: ParseLimits;
  readonly #idle: ParserChild[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly #all = new Set<ParserChild>();
  #taken = 0;

  constructor(most: number, limits: ParseLimits) {
    this.#most = most;
    this.#limits = limits;
  }

  /** @throws UnavailableError('parser-away') for the stage when no child can be started. */
  async take(): Promise<ParserChild> {
    if (this.#taken < this.#most) this.#taken += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return this.#warm() ?? (await this.#start());
    } catch (error) {
      this.#pass();
      throw error;
    }
  }

  /** Back in the pool, or out of the house when it is dead or worn. */
  give(child: ParserChild): void {
    if (child.alive && child.killedFor === null && child.mails < MAILS_PER_CHILD) this.#idle.push(child);
    else this.#drop(child);
    this.#pass();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map((child) => child.close()));
    this.#all.clear();
    this.#idle.length = 0;
  }

  /** Hands the place on to whoever waits longest. */
  #pass(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#taken -= 1;
  }

  #warm(): ParserChild | null {
    for (let child = this.#idle.pop(); child; child = this.#idle.pop()) {
      if (child.alive) return child;
      this.#drop(child);
    }
    return null;
  }

  async #start(): Promise<ParserChild> {
    const child = new ParserChild(this.#limits);
    this.#all.add(child);
    try {
      await child.ready();
      return child;
    } catch (cause) {
      this.#drop(child);
      throw new UnavailableError('parser-away', {
        scope: 'stage',
        message: `No process to read mail in could be started. ${(cause as Error).message.slice(0, 500)}`,
        cause,
      });
    }
  }

  #drop(child: ParserChild): void {
    this.#all.delete(child);
    child.kill('it was replaced');
  }
}
