import { useSyncExternalStore } from 'react';

/** Where the browser is: the path, and what is asked behind it. */
interface Place {
  path: string;
  search: URLSearchParams;
}

const listeners = new Set<() => void>();
let arrived = false;

function subscribe(listener: () => void): () => void {
  const moved = () => {
    arrived = true;
    listener();
  };
  listeners.add(listener);
  addEventListener('popstate', moved);
  return () => {
    listeners.delete(listener);
    removeEventListener('popstate', moved);
  };
}

const current = () => `${location.pathname}${location.search}`;
const outsideOfBrowser = () => '/';

export function usePlace(): Place {
  const url = new URL(useSyncExternalStore(subscribe, current, outsideOfBrowser), 'http://page');
  return { path: url.pathname, search: url.searchParams };
}

/** A `#name` leads to that part of the page, where the page is this one. */
export function go(to: string): void {
  history.pushState(null, '', to);
  arrived = true;
  const part = document.getElementById(location.hash.slice(1));
  if (part) part.scrollIntoView();
  else scrollTo(0, 0);
  tell();
}

/** In the place of the page that is shown: going back skips it. */
export function replace(to: string): void {
  history.replaceState(null, '', to);
  tell();
}

/** Changes one word of what is asked, without a new entry in the history: filters, searches, what is open. */
export function ask(name: string, value: string | null): void {
  const url = new URL(location.href);
  if (value) url.searchParams.set(name, value);
  else url.searchParams.delete(name);
  replace(`${url.pathname}${url.search}`);
}

/** What follows is another page, though at the same address: who signs in or out arrives as well. */
export function arrive(): void {
  arrived = true;
}

/** True once after each navigation: who shows the new page takes the focus to its heading. */
export function takeArrival(): boolean {
  const was = arrived;
  arrived = false;
  return was;
}

function tell(): void {
  for (const listener of listeners) listener();
}
