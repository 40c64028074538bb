/** Marks a point of the way of a mail. */
export type FailPoint = (point: string) => void;

/** For tests: kills this process, as a crash would, at one point. */
export const failPoint =
  (wanted: string | null): FailPoint =>
  (point) => {
    if (wanted === point) process.kill(process.pid, 'SIGKILL');
  };
