export {
  type ApiConfig,
  type CliConfig,
  type ConfigReader,
  type ImportConfig,
  type MigrationConfig,
  type ReceiverConfig,
  readApiConfig,
  readCliConfig,
  readMailboxTestConfig,
  readImportConfig,
  readMigrationConfig,
  readReceiverConfig,
  readSchedulerConfig,
  readStandaloneConfig,
  readWorkerConfig,
  type SchedulerConfig,
  type StandaloneConfig,
  type WorkerConfig,
} from './apps.ts';
export { callerFolder } from './caller-folder.ts';
export { readOrExit } from './read-or-exit.ts';
export type { Environment } from './read-settings.ts';
export type { SecretKey } from './secret-keys.ts';
