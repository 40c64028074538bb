import { type Milliseconds, seconds } from '@zaakpost/domain';

/** Where a person reads: one line that changes on a terminal, a line now and then elsewhere. */
export interface LiveLine {
  show(text: string): void;
  /** Prints a line that stays; the live one goes on below it. */
  say(text: string): void;
}

const BETWEEN_LINES = seconds(3);

interface Terminal {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

/** Writes to a terminal, or to what stands in for one: there a line comes every three seconds at most. */
export function liveLine(terminal: Terminal, now: () => Milliseconds = () => performance.now()): LiveLine {
  let shown = '';
  let written = Number.NEGATIVE_INFINITY;

  const cut = (text: string) => text.slice(0, Math.max(20, (terminal.columns ?? 100) - 1));
  const clear = () => {
    if (terminal.isTTY && shown !== '') terminal.write('\r\u001b[2K');
  };
  return {
    show(text) {
      if (text === shown) return;
      if (terminal.isTTY) {
        clear();
        terminal.write(cut(text));
      } else {
        if (now() - written < BETWEEN_LINES) return;
        terminal.write(`${text}\n`);
        written = now();
      }
      shown = text;
    },
    say(text) {
      clear();
      terminal.write(`${text}\n`);
      shown = '';
    },
  };
}
