/** What the API answers, as far as the pages use it, by subject. Times are ISO 8601 in UTC. */
export type * from './contract/cases.ts';
export type * from './contract/inbound.ts';
export type * from './contract/intake.ts';
export type * from './contract/ledger.ts';
export type * from './contract/mailboxes.ts';
export type * from './contract/outbound.ts';
export type * from './contract/pipeline.ts';
export type * from './contract/quarantine.ts';
export type * from './contract/scheduled.ts';
export type * from './contract/session.ts';
export type * from './contract/settings.ts';
export type * from './contract/verdict.ts';
export type * from './contract/way.ts';
