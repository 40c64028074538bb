import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import type { StepJob } from '@zaakpost/queue';
import { type Express, Router } from 'express';
import helmet from 'helmet';
import type { ApiParts } from '../parts.ts';
import { boardActs } from './acts.ts';
import { boardDoor } from './door.ts';

/** Bull Board behind our door: it may look at everything, and what it may do is what we do ourselves. */
export function board(parts: ApiParts): Router {
  const adapter = new ExpressAdapter().setBasePath('/queues');
  createBullBoard({
    queues: parts.boardQueues.map(shown),
    serverAdapter: adapter,
    options: {
      uiConfig: {
        boardTitle: 'Zaakpost',
        hideDocsLink: true,
        pollingInterval: { showSetting: true },
        showWorkers: false,
      },
    },
  });
  const page: Express = adapter.getRouter();
  page.disable('x-powered-by');
  withoutForeignFonts(page);
  return Router().use('/queues', boardHeaders, boardDoor(parts), boardActs(parts), page);
}

// The page names a font of somebody else's server, who would learn who looks at the board and when.
function withoutForeignFonts(page: Express): void {
  const { '.ejs': render } = (page as unknown as { engines: Record<string, Engine> }).engines;
  page.engine('ejs', (path, values, done) =>
    render?.(path, values, (error, html) => done(error, html?.replace(/<link [^>]*href="https:[^>]*>/gu, ''))),
  );
}

type Engine = Parameters<Express['engine']>[1];

// The board says that done jobs are queued again, though we refuse it. Its type does not know the second option.
const RETRIES = { allowRetries: true, allowCompletedRetries: false };

function shown(queue: ApiParts['boardQueues'][number]): BullMQAdapter {
  const adapter = new BullMQAdapter(queue, RETRIES);
  // The payload holds nothing else; should it ever, the board still shows no more.
  adapter.setFormatter('data', ({ stepId, publication }: StepJob) => ({ stepId, publication }));
  adapter.setFormatter('returnValue', () => null);
  adapter.setFormatter('progress', () => 0);
  return adapter;
}

// The board's page sets styles from script and names its own base; scripts are files of its own.
const boardHeaders = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'"],
    'base-uri': ["'self'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  },
});
