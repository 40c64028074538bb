export { type Account, type Daemon, type DaemonPlan, startDaemon } from './daemon.ts';
export { createDatabase, type Database, withDatabase } from './database.ts';
export { freePort } from './free-port.ts';
export { type Postgres, type PostgresOptions, startPostgres, withPostgres } from './postgres.ts';
export { postgresCanEnter } from './postgres-binaries.ts';
export { createRedisDatabase, type RedisDatabase, type RedisServer, startRedis, withRedis } from './redis.ts';
export { removeFolder, temporaryFolder, withTemporaryFolder } from './temp-folder.ts';
export { type Patience, until } from './until.ts';
