import type { EventEmitter } from 'node:events';
import { endWhenUnanswered, type Line, type Milliseconds } from '@zaakpost/domain';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from './migrations/index.ts';
import { ROWS } from './rows/index.ts';
import { SnakeCase } from './rows/snake-case.ts';

/** Where PostgreSQL is, and what a process may take of it. */
export interface DataSourceOptions {
  url: string;
  poolSize: number;
  applicationName: string;
  /** For one statement; null for as long as it takes. */
  statementTime: Milliseconds | null;
}

/** What a connection of the pool is to us: the socket within is the one that its bytes go over, TLS or not. */
type Client = EventEmitter & { connection: { stream: Line } };

/** A pool of connections, not connected yet. */
export const dataSourceOf = ({ url, poolSize, applicationName, statementTime }: DataSourceOptions): DataSource =>
  new DataSource({
    type: 'postgres',
    url,
    poolSize,
    applicationName,
    // Also the longest wait for a connection of the pool to come free.
    connectTimeoutMS: 10_000,
    entities: ROWS,
    namingStrategy: new SnakeCase(),
    migrations: MIGRATIONS,
    migrationsTableName: 'migration',
    installExtensions: false,
    logging: false,
    // A connection that breaks while idle is no news: the next question finds out.
    poolErrorHandler: () => undefined,
    extra: {
      // One whose network is gone without a word while it is idle is found out within some twenty seconds.
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      ...(statementTime !== null && { statement_timeout: statementTime }),
      onConnect(client: Client) {
        // One that is ended with the message that says it is ready is nobody's yet: without a listener of its own the
        // process would end. Who gets it finds out by the first question.
        client.on('error', () => undefined);
        if (statementTime !== null) endWhenUnanswered(client.connection.stream, silenceAfter(statementTime));
      },
      // A process that is stopped in the middle of a transaction must not keep its locks for ever.
      idle_in_transaction_session_timeout: 15_000,
    },
  });

/** The server says itself when a statement took too long; so one that says nothing for longer is not there. */
const silenceAfter = (statementTime: Milliseconds): Milliseconds => (statementTime * 4) / 3;
