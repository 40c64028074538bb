import type { MimePart } from './mime-part.ts';

/** Whose delimiter a line is. */
export interface DelimiterLine {
  level: number;
  closing: boolean;
}

interface Open {
  part: MimePart;
  boundaries: string[];
  state: 'before' | 'parts' | 'after';
}

/** The containers that are open, outermost first, and what their delimiters look like (RFC 2046 section 5.1.1). */
export class Containers {
  readonly #open: Open[] = [];
  /** First characters of all boundaries, so that most lines are told from a delimiter at once. */
  #firsts = new Set<string>();

  get none(): boolean {
    return this.#open.length === 0;
  }

  get unclosed(): boolean {
    return this.#open.some(({ state }) => state === 'parts');
  }

  enter(part: MimePart): void {
    this.#open.push({ part, boundaries: [...part.boundaries], state: 'before' });
    this.#remember();
  }

  /** Leaves those from `level` on, and gives them innermost first. */
  leave(level: number): MimePart[] {
    if (level >= this.#open.length) return [];
    const left = this.#open.splice(level).map(({ part }) => part);
    this.#remember();
    return left.reverse();
  }

  /**
   * The innermost container to which the text after two dashes belongs. One that was closed counts last: an outer one may
   * have the same boundary, and some mailers go on after the end.
   */
  delimiter(text: string): DelimiterLine | null {
    if (!this.#firsts.has(text.charAt(0))) return null;
    let reopened: DelimiterLine | null = null;
    for (let level = this.#open.length - 1; level >= 0; level -= 1) {
      const { boundaries, state } = this.#open[level] as Open;
      for (const boundary of boundaries) {
        if (text === boundary) {
          if (state !== 'after') return { level, closing: false };
          reopened ??= { level, closing: false };
        } else if (state !== 'after' && text.length === boundary.length + 2 && text === `${boundary}--`) {
          return { level, closing: true };
        }
      }
    }
    return reopened;
  }

  /** The container, after its delimiter was passed. */
  crossed(level: number, closing: boolean): MimePart {
    const open = this.#open[level] as Open;
    open.state = closing ? 'after' : 'parts';
    return open.part;
  }

  beforeParts(part: MimePart): boolean {
    const open = this.#open.at(-1);
    return open?.part === part && open.state === 'before';
  }

  mayAdopt(part: MimePart, text: string): boolean {
    return text !== '' && this.beforeParts(part);
  }

  adopt(text: string): DelimiterLine {
    this.#open.at(-1)?.boundaries.push(text);
    this.#remember();
    return { level: this.#open.length - 1, closing: false };
  }

  #remember(): void {
    this.#firsts = new Set(this.#open.flatMap(({ boundaries }) => boundaries.map((one) => one.charAt(0))));
  }
}
