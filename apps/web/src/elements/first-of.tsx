import { Button } from '@utrecht/component-library-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useText } from '../text/text-context.tsx';

interface Props<Item> {
  items: readonly Item[];
  /** A list with an entry for each of these. */
  children(shown: readonly Item[]): ReactNode;
}

/** How many are shown before somebody asks for all of them. */
const MOST = 10;

/** The first of what a stranger may send any number of, and a button for all; the focus then goes to the first that is new. */
export function FirstOf<Item>({ items, children }: Props<Item>) {
  const { t } = useText();
  const [all, setAll] = useState(false);
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const next = all ? list.current?.firstElementChild?.children[MOST] : undefined;
    if (!(next instanceof HTMLElement)) return;
    next.tabIndex = -1;
    next.focus();
  }, [all]);

  return (
    <>
      <div ref={list}>{children(all ? items : items.slice(0, MOST))}</div>
      {items.length > MOST && !all ? (
        <div>
          <Button appearance="secondary-action-button" onClick={() => setAll(true)}>
            {t('app.all', { n: items.length })}
          </Button>
        </div>
      ) : null}
    </>
  );
}
