import { Link as DesignLink } from '@utrecht/component-library-react';
import type { MouseEvent, ReactNode } from 'react';
import { go } from './place.ts';

interface Props {
  to: string;
  children: ReactNode;
  className?: string;
  current?: boolean;
}

const isPlainClick = (event: MouseEvent) =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

/** A real link, so that it can be opened in a new tab; a plain click stays within the page. */
export function Link({ to, children, className, current = false }: Props) {
  function follow(event: MouseEvent) {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    go(to);
  }
  return (
    <DesignLink
      href={to}
      onClick={follow}
      {...(className ? { className } : {})}
      {...(current ? { 'aria-current': 'page' as const } : {})}
    >
      {children}
    </DesignLink>
  );
}
