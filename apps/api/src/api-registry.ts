import type { Views } from '@zaakpost/store';
import { createRegistry, type Registry, stageGauges } from '@zaakpost/telemetry';
import { ledgerCounters } from './ledger-counters.ts';
import { ledgerGauges } from './ledger-gauges.ts';
import { mailboxGauges } from './mailbox-gauges.ts';

/** The process's own metrics, and what is on record of every stage, of mail and of mailboxes. */
export function apiRegistry(views: Views): Registry {
  const registry = createRegistry('api');
  stageGauges(registry, views.pipeline.stages);
  mailboxGauges(registry, views.settings.profiles);
  ledgerCounters(registry, views.ended.since);
  ledgerGauges(registry, views);
  return registry;
}
