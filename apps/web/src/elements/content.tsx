import type { ReactNode } from 'react';
import type { Problem } from '../api/problem.ts';
import { Loading } from './notes.tsx';
import { ProblemNote } from './problem-note.tsx';

interface Props<Answer> {
  data: Answer | null;
  problem: Problem | null;
  reload(): void;
  children(data: Answer): ReactNode;
}

/** Loading, failed or there. What was loaded stays in sight while a newer answer fails to come. */
export function Content<Answer>({ data, problem, reload, children }: Props<Answer>) {
  return (
    <>
      <ProblemNote problem={problem} retry={reload} />
      {data === null && !problem ? <Loading /> : null}
      {data === null ? null : children(data)}
    </>
  );
}
