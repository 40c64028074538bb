import { expect, test } from 'vitest';
import { createRegistry, type MetricsServerOptions, Registry, startMetricsServer } from './metrics-server.ts';
import { receiverMetrics } from './receiver-metrics.ts';
import { stageGauges } from './stage-gauges.ts';
import { stepMetrics } from './step-metrics.ts';

test('a run is counted by stage and outcome, an error by its code', async () => {
  const registry = new Registry();
  const steps = stepMetrics(registry);

  steps.ended({ stage: 'scan', outcome: 'done', code: null, duration: 30 });
  steps.ended({ stage: 'scan', outcome: 'waiting', code: 'clamd-away', duration: 10 });

  const text = await registry.metrics();
  expect(text).toContain('zaakpost_step_duration_seconds_bucket{le="0.05",stage="scan",outcome="done"} 1');
  expect(text).toContain('zaakpost_step_errors_total{stage="scan",code="clamd-away"} 1');
});

test('what waits at a stage is read once when somebody asks, and told in the same answer', async () => {
  const registry = new Registry();
  let readings = 0;
  let trouble: { code: 'database-away' } | null = { code: 'database-away' };
  stageGauges(registry, async () => [
    { stage: 'classify', waiting: ++readings + 1, running: 2, delayed: 3, failed: 4, lagSeconds: 12.5, trouble },
  ]);

  const text = await registry.metrics();
  trouble = null;
  const later = await registry.metrics();

  expect(text).toContain('zaakpost_stage_lag_seconds{stage="classify"} 12.5');
  expect(text).toContain('zaakpost_stage_steps{stage="classify",state="waiting"} 2');
  expect(text).toContain('zaakpost_stage_trouble{stage="classify",code="database-away"} 1');
  expect(later).not.toContain('zaakpost_stage_trouble{');
});

test('mails, bytes and refusals of the receiver are counted, resent mails apart', async () => {
  const registry = new Registry();
  const receiver = receiverMetrics(registry);

  receiver.opened();
  receiver.opened();
  receiver.closed();
  receiver.accepted({ bytes: 10, again: false });
  receiver.accepted({ bytes: 5, again: true });
  receiver.refused('too-large');

  const text = await registry.metrics();
  for (const line of [
    'zaakpost_receiver_connections 1',
    'zaakpost_receiver_accepted_total{resent="no"} 1',
    'zaakpost_receiver_accepted_total{resent="yes"} 1',
    'zaakpost_receiver_accepted_bytes_total 15',
    'zaakpost_receiver_refused_total{reason="too-large"} 1',
  ]) {
    expect(text).toContain(`${line}\n`);
  }
  expect(text).toMatch(/zaakpost_receiver_last_accepted_timestamp_seconds 1\d{9}/u);
});

test('the metrics server gives metrics to who has the token, and health to anyone', async () => {
  let healthy = true;
  await withServer({ token: 'a-long-enough-token', healthy: () => healthy }, async (url) => {
    const refused = await fetch(`${url}/metrics`);
    const given = await fetch(`${url}/metrics`, { headers: { authorization: 'Bearer a-long-enough-token' } });
    const well = await fetch(`${url}/healthz`);
    healthy = false;
    const unwell = await fetch(`${url}/healthz`);

    expect([refused.status, given.status, well.status, unwell.status]).toEqual([401, 200, 200, 503]);
    expect(await given.text()).toMatch(/^process_cpu_seconds_total\{app="worker"\}/mu);
  });
});

test('the metrics server answers nothing else', async () => {
  await withServer({ token: null }, async (url) => {
    expect((await fetch(`${url}/`)).status).toBe(404);
    expect((await fetch(`${url}/metrics`)).status).toBe(200);
  });
});

async function withServer(
  options: Pick<MetricsServerOptions, 'token' | 'healthy'>,
  use: (url: string) => Promise<void>,
): Promise<void> {
  const server = await startMetricsServer(createRegistry('worker'), { ...options, host: '127.0.0.1', port: 0 });
  try {
    await use(`http://127.0.0.1:${server.port}`);
  } finally {
    await server.close();
  }
}
