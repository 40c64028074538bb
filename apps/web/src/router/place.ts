import { useSyncExternalStore } from 'react';

/** Where the browser is: the path, and what is asked behind it. */
export interface Place {
  path: string;
  search: URLSearchParams;
}

const listeners = new Set<() => void>();
let arrived = false;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('popstate', listener);
  };
}

const current = () => `${location.pathname}${location.search}`;

export function usePlace(): Place {
  const url = new URL(useSyncExternalStore(subscribe, current), location.origin);
  return { path: url.pathname, search: url.searchParams };
}

export function go(to: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') {
    history.pushState(null, '', to);
    arrived = true;
    scrollTo(0, 0);
  } else history.replaceState(null, '', to);
  for (const listener of listeners) listener();
}

/** Changes one word of what is asked, without a new entry in the history: filters, searches, what is open. */
export function ask(name: string, value: string | null): void {
  const url = new URL(location.href);
  if (value) url.searchParams.set(name, value);
  else url.searchParams.delete(name);
  go(`${url.pathname}${url.search}`, 'replace');
}

/** True once after each navigation: who shows the new page takes the focus to its heading. */
export function takeArrival(): boolean {
  const was = arrived;
  arrived = false;
  return was;
}
