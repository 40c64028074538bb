import type { Milliseconds } from './duration.ts';

/** A connection over which questions are asked, as far as its silence is concerned: one of Node's sockets. */
export interface Line {
  readonly bytesWritten: number;
  setTimeout(time: Milliseconds): unknown;
  on(event: 'data' | 'timeout', listener: () => void): unknown;
  destroy(error: Error): unknown;
}

/**
 * Ends a connection, with an error of the code `ETIMEDOUT`, on which the last word was ours and none comes back for
 * `longest`. While something that was sent is not acknowledged there are no keep-alives: a network that is gone without a
 * word is noticed when the kernel gives up, after a quarter of an hour. One that nobody waits for is left alone.
 */
export function endWhenUnanswered(line: Line, longest: Milliseconds): void {
  let answered = line.bytesWritten;
  line.setTimeout(longest);
  line.on('data', () => {
    answered = line.bytesWritten;
  });
  line.on('timeout', () => {
    if (line.bytesWritten === answered) return;
    line.destroy(Object.assign(new Error(`No answer came within ${longest / 1_000} s.`), { code: 'ETIMEDOUT' }));
  });
}
