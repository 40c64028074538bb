import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient } from './client-context.ts';
import { Problem } from './problem.ts';

export interface Loaded<Answer> {
  /** The last answer, kept while a newer one is on its way or failed to come. */
  data: Answer | null;
  problem: Problem | null;
  loading: boolean;
  reload(): void;
}

interface Options<Answer> {
  /** Ask again so many milliseconds after each answer, as long as the page is in sight; null for no more. */
  every?: number | ((answer: Answer) => number | null);
}

interface State<Answer> {
  path: string | null;
  data: Answer | null;
  problem: Problem | null;
  loading: boolean;
}

/** Asks the API for `path` (null: nothing to ask), drops the answer to an earlier path, and asks again where wished. */
export function useLoad<Answer>(path: string | null, { every }: Options<Answer> = {}): Loaded<Answer> {
  const client = useClient();
  const [round, setRound] = useState(0);
  const [state, setState] = useState<State<Answer>>({ path, data: null, problem: null, loading: path !== null });
  const reload = useCallback(() => setRound((before) => before + 1), []);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` is what asks again.
  useEffect(() => {
    if (path === null) return;
    const abort = new AbortController();
    setState((before) => ({ path, data: before.path === path ? before.data : null, problem: null, loading: true }));

    // After an error as after the last answer.
    let pause = typeof every === 'number' ? every : null;
    const load = async () => {
      try {
        const data = await client.get<Answer>(path, abort.signal);
        setState({ path, data, problem: null, loading: false });
        if (typeof every === 'function') pause = every(data);
      } catch (error) {
        if (abort.signal.aborted) return;
        const problem = error instanceof Problem ? error : new Problem(0, {}, error);
        setState((before) => ({ ...before, problem, loading: false }));
      }
      if (pause !== null && !abort.signal.aborted) timer.current = setTimeout(again, pause);
    };
    const again = () => {
      if (document.hidden) document.addEventListener('visibilitychange', again, { once: true, signal: abort.signal });
      else void load();
    };

    void load();
    return () => {
      abort.abort();
      clearTimeout(timer.current);
    };
  }, [client, path, every, round]);

  const current = state.path === path;
  return {
    data: current ? state.data : null,
    problem: current ? state.problem : null,
    loading: path !== null && (!current || state.loading),
    reload,
  };
}
