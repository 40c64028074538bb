import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collectDefaultMetrics, Registry } from 'prom-client';

export { Registry } from 'prom-client';

/** A registry with the process's own metrics (memory, event loop, descriptors), labelled with the app. */
export function createRegistry(app: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ app });
  collectDefaultMetrics({ register: registry });
  return registry;
}

export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface MetricsServerOptions {
  host: string;
  /** 0: a free one. */
  port: number;
  /** Wanted as a bearer token for `/metrics`; null: anyone who reaches the port may read. */
  token: string | null;
  /** Answers `/healthz`: false while the process cannot do its work. */
  healthy?: () => boolean;
}

/** `/metrics` and `/healthz` for a process without the API. @throws when the port is taken. */
export function startMetricsServer(registry: Registry, options: MetricsServerOptions): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    answer(registry, options, request, response).catch(() => response.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.off('error', reject);
      resolve({
        port: (server.address() as AddressInfo).port,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}

async function answer(
  registry: Registry,
  { token, healthy = () => true }: MetricsServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const send = (status: number, body: string, type = 'text/plain') =>
    response.writeHead(status, { 'content-type': type }).end(body);
  if (request.url === '/healthz') return void send(healthy() ? 200 : 503, healthy() ? 'ok\n' : 'not well\n');
  if (request.url !== '/metrics') return void send(404, 'not found\n');
  if (!mayReadMetrics(token, request.headers.authorization)) return void send(401, 'token wanted\n');
  send(200, await registry.metrics(), registry.contentType);
}

/** Does the Authorization header carry the token? Compared in constant time; true when no token is wanted. */
export function mayReadMetrics(token: string | null, authorization: string | undefined): boolean {
  if (token === null) return true;
  const wanted = Buffer.from(`Bearer ${token}`);
  const given = Buffer.from(authorization ?? '');
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
