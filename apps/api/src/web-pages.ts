import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { Router } from 'express';
import { notFound, Problem } from './http/problem.ts';
import type { ApiParts } from './parts.ts';

/** The built pages: hashed files for a year, the page itself never from a cache, and the same page for each of its addresses. */
export function webPages({ web }: ApiParts): Router {
  const router = Router();
  const folder = web.webFolder;
  const index = join(folder, 'index.html');
  router.use('/assets', express.static(join(folder, 'assets'), { immutable: true, maxAge: '1y', fallthrough: true }));
  router.use(express.static(folder, { index: false, cacheControl: false, setHeaders: fresh }));
  router.use((request, response) => {
    if (!isPage(request.method, request.path)) throw notFound(`The address ${request.path}`);
    if (!existsSync(index)) throw notBuilt();
    fresh(response);
    response.sendFile(index);
  });
  return router;
}

const fresh = (response: { setHeader(name: string, value: string): void }) =>
  response.setHeader('cache-control', 'no-cache');

const isPage = (method: string, path: string) =>
  (method === 'GET' || method === 'HEAD') && !/^\/(?:api|queues|assets)(?:\/|$)|\.[a-z0-9]+$/iu.test(path);

const notBuilt = () =>
  new Problem({ status: 503, code: 'unavailable', detail: 'The pages are not built yet; run: npm run build.' });
