import type { Views } from '@zaakpost/store';
import { createRegistry, type Registry, stageGauges } from '@zaakpost/telemetry';
import { ledgerCounters } from './ledger-counters.ts';

/** The process's own metrics, and what the ledger knows of every stage. */
export function apiRegistry(views: Views): Registry {
  const registry = createRegistry('api');
  stageGauges(registry, views.pipeline.stages);
  ledgerCounters(registry, views.ended.since);
  return registry;
}
