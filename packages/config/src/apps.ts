import { type Environment, readSettings } from './read-settings.ts';
import * as sections from './sections.ts';
import type { SettingValues } from './settings.ts';

type Sections = Readonly<Record<string, sections.Section<unknown>>>;
type ConfigOf<S extends Sections> = { [Key in keyof S]: ReturnType<S[Key]['shape']> };

/** Reads an app's configuration. @throws ConfigError with every problem at once, names and never values. */
export type ConfigReader<Config> = (env?: Environment) => Config;

function reader<S extends Sections>(parts: S): ConfigReader<ConfigOf<S>> {
  const names = Object.values(parts).flatMap((part) => part.names);
  return (env = process.env) => {
    const values = readSettings(env, names) as SettingValues;
    return Object.fromEntries(Object.entries(parts).map(([key, part]) => [key, part.shape(values)])) as ConfigOf<S>;
  };
}

const { log, database, queue, blobs, secretKeys } = sections;
const records = { log, database, queue };

/** Processes that run stages. Durations in milliseconds. */
export const readWorkerConfig = reader({
  ...records,
  blobs,
  secretKeys,
  steps: sections.steps,
  screening: sections.screening,
  authentication: sections.authentication,
  relay: sections.relay,
  allowPrivateHosts: sections.allowPrivateHosts,
  platformDomain: sections.platformDomain,
  chromiumPath: sections.chromiumPath,
  metrics: sections.metrics,
});
export type WorkerConfig = ReturnType<typeof readWorkerConfig>;

/** The cron ticks. Durations in milliseconds. */
export const readSchedulerConfig = reader({
  ...records,
  blobs,
  sweep: sections.sweep,
  quarantineTerm: sections.quarantineTerm,
  keptTerms: sections.keptTerms,
  unusedBlobs: sections.unusedBlobs,
  grace: sections.grace,
  metrics: sections.metrics,
});
export type SchedulerConfig = ReturnType<typeof readSchedulerConfig>;

/** SMTP and LMTP in. Durations in milliseconds. */
export const readReceiverConfig = reader({
  ...records,
  blobs,
  smtp: sections.smtp,
  platformDomain: sections.platformDomain,
  grace: sections.grace,
  metrics: sections.metrics,
});
export type ReceiverConfig = ReturnType<typeof readReceiverConfig>;

/** REST API, pages and board. */
export const readApiConfig = reader({
  ...records,
  blobs,
  secretKeys,
  web: sections.web,
  metrics: sections.metrics,
  allowPrivateHosts: sections.allowPrivateHosts,
  platformDomain: sections.platformDomain,
  screening: sections.screening,
  quarantineTerm: sections.quarantineTerm,
  grace: sections.grace,
});
export type ApiConfig = ReturnType<typeof readApiConfig>;

/** The command line, where a command opens the records. */
export const readCliConfig = reader(records);
export type CliConfig = ReturnType<typeof readCliConfig>;

/** What `zaakpost mailboxes test` needs beside the records. */
export const readMailboxTestConfig = reader({
  secretKeys,
  allowPrivateHosts: sections.allowPrivateHosts,
});

/** What `zaakpost import` needs. */
export const readImportConfig = reader({ ...records, blobs });
export type ImportConfig = ReturnType<typeof readImportConfig>;

/** What `zaakpost migrate` needs. */
export const readMigrationConfig = reader(records);
export type MigrationConfig = ReturnType<typeof readMigrationConfig>;

/** One machine: only what a newcomer may want to change; the rest is made up there. */
export const readStandaloneConfig = reader({
  log,
  web: sections.web,
  smtp: sections.smtp,
  chromiumPath: sections.chromiumPath,
  dataFolder: sections.dataFolder,
});
export type StandaloneConfig = ReturnType<typeof readStandaloneConfig>;
