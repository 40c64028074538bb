import { useRef, useState } from 'react';
import { Problem } from './problem.ts';

export interface Action<Input> {
  run(input: Input): Promise<boolean>;
  busy: boolean;
  problem: Problem | null;
}

/** Something a person asks for: one at a time, with what went wrong kept until the next try. Says whether it worked. */
export function useAction<Input = void>(act: (input: Input) => Promise<void>): Action<Input> {
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function run(input: Input): Promise<boolean> {
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    setProblem(null);
    try {
      await act(input);
      return true;
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem(0, {}, error));
      return false;
    } finally {
      running.current = false;
      setBusy(false);
    }
  }
  return { run, busy, problem };
}
