import { existsSync } from 'node:fs';
import { join } from 'node:path';
import compression from 'compression';
import express, { type RequestHandler, Router } from 'express';
import { notFound, Problem } from './http/problem.ts';
import type { ApiParts } from './parts.ts';

/** The built pages: hashed files for a year, the page itself never from a cache, and the same page for each of its addresses. */
export function webPages({ web }: ApiParts): Router {
  const router = Router();
  const folder = web.webFolder;
  const index = join(folder, 'index.html');
  router.use(compressedWhole);
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

// Only here, on files that are the same for everybody: beside a secret the length of a compressed answer tells of it (BREACH).
// Not of a range, which counts the bytes as they lie.
const compress = compression({
  filter: (request, response) => response.statusCode === 200 && compression.filter(request, response),
});

const compressedWhole: RequestHandler = (request, response, next) => {
  // On 304 too, which has no body to compress (RFC 9110, 15.4.5).
  response.vary('accept-encoding');
  compress(request, response, next);
};

const fresh = (response: { setHeader(name: string, value: string): void }) =>
  response.setHeader('cache-control', 'no-cache');

const isPage = (method: string, path: string) =>
  (method === 'GET' || method === 'HEAD') && !/^\/(?:api|queues|assets)(?:\/|$)|\.[a-z0-9]+$/iu.test(path);

const notBuilt = () =>
  new Problem({ status: 503, code: 'unavailable', detail: 'The pages are not built yet; run: npm run build.' });
