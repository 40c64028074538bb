import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { Role } from './api/contract.ts';
import { SessionContext } from './app/session-context.ts';
import { nl } from './text/nl/index.ts';
import { TextProvider } from './text/text-context.tsx';

/** For tests: what somebody with this role reads in Dutch, as HTML. */
export const rendered = (page: ReactNode, role: Role = 'caseWorker'): string =>
  renderToStaticMarkup(
    <TextProvider language="nl" dictionary={nl}>
      <SessionContext value={{ user: { name: 'Sam', role }, csrfToken: '' }}>{page}</SessionContext>
    </TextProvider>,
  );
