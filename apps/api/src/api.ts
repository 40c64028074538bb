import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { board } from './board/board.ts';
import { health } from './health.ts';
import { answerProblems } from './http/answer-problems.ts';
import { contentDoor } from './http/content-door.ts';
import { requestLog } from './http/request-log.ts';
import { routerOf } from './http/router.ts';
import { safeHeaders } from './http/safe-headers.ts';
import { metricsPage } from './metrics-page.ts';
import type { ApiParts } from './parts.ts';
import { routes } from './routes/index.ts';
import { webPages } from './web-pages.ts';

/** A server that is not listening yet. */
export interface Api {
  /** Gives the address it listens on; port 0 takes a free one. */
  listen(at: { host: string; port: number }): Promise<{ url: string }>;
  /** Lets running requests end, at most `grace` milliseconds; then closes what is left. */
  close(grace: number): Promise<void>;
}

/** Everything that people and programs see over HTTP. */
export function createApi(parts: ApiParts): Api {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', parts.web.trustedProxies);
  app.set('query parser', 'simple');
  app.use(requestLog(parts), safeHeaders(parts));
  app.use(health(parts), metricsPage(parts));
  app.use(contentDoor(parts));
  app.use('/api/v1', routerOf(routes, parts));
  app.use(board(parts));
  app.use(webPages(parts));
  app.use(answerProblems(parts));
  return served(createServer(app));
}

function served(server: Server): Api {
  // A client that sends slowly holds a connection, not for ever.
  server.headersTimeout = 20_000;
  server.requestTimeout = 60_000;
  return {
    async listen({ host, port }) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      server.once('error', reject).listen({ host, port }, resolve);
      await promise;
      const { port: taken } = server.address() as AddressInfo;
      return { url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}` };
    },

    async close(grace) {
      if (!server.listening) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const deadline = setTimeout(() => server.closeAllConnections(), grace);
      server.close(() => resolve());
      server.closeIdleConnections();
      await promise;
      clearTimeout(deadline);
    },
  };
}
