import { useEffect, useState } from 'react';
import { useClient } from './client-context.ts';
import type { ListPage } from './contract.ts';
import { Problem } from './problem.ts';
import { joined, type Named } from './joined.ts';
import { type Loaded, useLoad } from './use-load.ts';

export interface Listed<Item> extends Omit<Loaded<ListPage<Item>>, 'data'> {
  items: Item[] | null;
  /** Fetches the next page; null when there is none. */
  more: (() => void) | null;
  loadingMore: boolean;
}

interface Further<Item> {
  /** The whole list as it was when its last page came. */
  items: Item[];
  nextCursor: string | null;
}

/** A list by pages. It asks again by itself only as long as one page is shown: a longer list stands still. */
export function useList<Item extends Named>(path: string, options: { every?: number } = {}): Listed<Item> {
  const client = useClient();
  const [further, setFurther] = useState<Further<Item> | null>(null);
  const first = useLoad<ListPage<Item>>(path, further ? {} : options);
  const [loadingMore, setLoadingMore] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins anew.
  useEffect(() => {
    setFurther(null);
    setProblem(null);
  }, [path]);

  const longer = further && first.data && joined(first.data, further.items);
  const items = longer ?? first.data?.items ?? null;
  const cursor = longer ? further.nextCursor : (first.data?.nextCursor ?? null);
  const more = async () => {
    if (cursor === null) return;
    setLoadingMore(true);
    try {
      const page = await client.get<ListPage<Item>>(
        `${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`,
      );
      setFurther({ items: [...(items ?? []), ...page.items], nextCursor: page.nextCursor });
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem(0, {}, error));
    } finally {
      setLoadingMore(false);
    }
  };

  return {
    items,
    problem: first.problem ?? problem,
    loading: first.loading,
    reload: first.reload,
    more: cursor === null ? null : () => void more(),
    loadingMore,
  };
}
