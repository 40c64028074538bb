import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { apiClient } from './api/client.ts';
import { ClientContext } from './api/client-context.ts';
import type { Role } from './api/contract.ts';
import { SessionContext } from './app/session-context.ts';
import { nl } from './text/nl/index.ts';
import { TextProvider } from './text/text-context.tsx';

/** Markup asks the API for nothing yet. */
const client = apiClient({ fetch: () => Promise.reject(new Error('There is no API here.')) });

/** For tests: what somebody with this role reads in Dutch, as HTML. */
export const rendered = (page: ReactNode, role: Role = 'caseWorker'): string =>
  renderToStaticMarkup(
    <TextProvider language="nl" dictionary={nl}>
      <ClientContext value={client}>
        <SessionContext value={{ user: { name: 'Sam', role }, csrfToken: '' }}>{page}</SessionContext>
      </ClientContext>
    </TextProvider>,
  );
