import { Alert, Heading2, Paragraph } from '@utrecht/component-library-react';
import type { ReactNode } from 'react';
import { useText } from '../text/text-context.tsx';
import { useLostFocus } from './use-lost-focus.ts';

export function Loading() {
  const { t } = useText();
  return (
    <p className="zp-loading" role="status">
      {t('app.loading')}
    </p>
  );
}

export function Empty({ children }: { children: ReactNode }) {
  return <Paragraph className="zp-empty">{children}</Paragraph>;
}

interface DoneProps {
  title: string;
  children?: ReactNode;
}

/** Says that something worked; announced, and takes no focus that is somewhere. */
export function Done({ title, children }: DoneProps) {
  const heading = useLostFocus<HTMLHeadingElement>();
  return (
    <Alert type="ok" role="status">
      <Heading2 ref={heading} tabIndex={-1} className="zp-note-title">
        {title}
      </Heading2>
      {children}
    </Alert>
  );
}
