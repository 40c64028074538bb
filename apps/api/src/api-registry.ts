import type { Views } from '@zaakpost/store';
import { createRegistry, type Registry, stageGauges } from '@zaakpost/telemetry';
import { ledgerCounters } from './ledger-counters.ts';
import { mailboxGauges } from './mailbox-gauges.ts';

/** The process's own metrics, and what the ledger knows of every stage. */
export function apiRegistry(views: Views): Registry {
  const registry = createRegistry('api');
  stageGauges(registry, views.pipeline.stages);
  mailboxGauges(registry, views.settings.profiles);
  ledgerCounters(registry, views.ended.since);
  return registry;
}
