import { type RefObject, useEffect, useRef } from 'react';

/**
 * For what says that something worked: takes the focus where that was lost together with the button that was pressed, so
 * that nobody has to begin at the top of the page again.
 */
export function useLostFocus<Taker extends HTMLElement>(): RefObject<Taker | null> {
  const taker = useRef<Taker>(null);
  useEffect(() => {
    if (document.activeElement === document.body) taker.current?.focus();
  }, []);
  return taker;
}
