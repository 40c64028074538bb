import { Heading1, Paragraph } from '@utrecht/component-library-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { takeArrival, usePlace } from '../router/place.ts';
import { useText } from '../text/text-context.tsx';

interface Props {
  title: string;
  /** The part of it that is shown, for the title of the window. */
  part?: string;
  lead?: ReactNode;
  above?: ReactNode;
  children: ReactNode;
}

/** A page under its heading. After a navigation the heading takes the focus, so that a screen reader says where one is. */
export function Page({ title, part, lead, above, children }: Props) {
  const { t } = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  const { path } = usePlace();
  const name = t('app.name');

  useEffect(() => {
    document.title = [part, title, name].filter(Boolean).join(' - ');
  }, [part, title, name]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another path is another arrival.
  useEffect(() => {
    if (takeArrival()) heading.current?.focus();
  }, [path]);

  return (
    <article className="zp-page">
      {above}
      <Heading1 ref={heading} tabIndex={-1}>
        {title}
      </Heading1>
      {lead ? <Paragraph className="zp-lead">{lead}</Paragraph> : null}
      {children}
    </article>
  );
}
