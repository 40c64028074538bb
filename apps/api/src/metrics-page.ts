import { mayReadMetrics } from '@zaakpost/telemetry';
import { Router } from 'express';
import { Problem } from './http/problem.ts';
import type { ApiParts } from './parts.ts';

/** `/metrics`: with a token where one is set; otherwise for programs on this machine only. */
export function metricsPage({ registry, metricsToken }: ApiParts): Router {
  const router = Router();
  router.get('/metrics', async (request, response) => {
    const allowed =
      metricsToken === null ? isLoopback(request.ip) : mayReadMetrics(metricsToken, request.header('authorization'));
    if (!allowed) throw refused(metricsToken === null);
    response.type(registry.contentType).send(await registry.metrics());
  });
  return router;
}

const isLoopback = (ip = '') => /^(?:::ffff:)?127\.|^::1$/u.test(ip);

const refused = (fromAfar: boolean) =>
  new Problem({
    status: fromAfar ? 403 : 401,
    code: fromAfar ? 'forbidden' : 'not-signed-in',
    detail: fromAfar
      ? 'Metrics are given to this machine only; set METRICS_TOKEN to read them from elsewhere.'
      : 'Send the metrics token as a bearer token.',
  });
