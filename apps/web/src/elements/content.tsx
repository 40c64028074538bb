import type { ReactNode } from 'react';
import type { Problem } from '../api/problem.ts';
import { Loading } from './notes.tsx';
import { ProblemNote } from './problem-note.tsx';

interface Props<Answer> {
  data: Answer | null;
  problem: Problem | null;
  reload(): void;
  /** What is said where there is no such thing, which asking again would not change. */
  absent?: ReactNode;
  children(data: Answer): ReactNode;
}

/** Loading, failed or there. What was loaded stays in sight while a newer answer fails to come. */
export function Content<Answer>({ data, problem, reload, absent, children }: Props<Answer>) {
  if (absent && problem && UNKNOWN.includes(problem.status)) return absent;
  return (
    <>
      <ProblemNote problem={problem} retry={reload} />
      {data === null && !problem ? <Loading /> : null}
      {data === null ? null : children(data)}
    </>
  );
}

/** No such thing, and no address that a thing could have. */
const UNKNOWN = [404, 400];
