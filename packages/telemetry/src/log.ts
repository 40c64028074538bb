import type { StageName } from '@zaakpost/domain';
import { type DestinationStream, pino } from 'pino';
import { type LoggedError, loggedError } from './logged-error.ts';

/**
 * All that a line of log can carry besides its sentence. Nothing else is written, whatever is passed: so no address,
 * subject, body or secret can come into a log by a slip.
 */
export interface LogFields {
  stage?: StageName;
  stages?: readonly StageName[];
  stepId?: string;
  aboutKind?: string;
  aboutId?: string;
  state?: string;
  outcome?: string;
  code?: string;
  attempts?: number;
  publication?: number;
  durationMs?: number;
  waitMs?: number;
  count?: number;
  released?: number;
  failed?: number;
  renewed?: number;
  size?: number;
  port?: number;
  signal?: string;
  exitCode?: number;
  process?: string;
  processId?: number;
}

const FIELDS: Record<keyof LogFields, true> = {
  stage: true,
  stages: true,
  stepId: true,
  aboutKind: true,
  aboutId: true,
  state: true,
  outcome: true,
  code: true,
  attempts: true,
  publication: true,
  durationMs: true,
  waitMs: true,
  count: true,
  released: true,
  failed: true,
  renewed: true,
  size: true,
  port: true,
  signal: true,
  exitCode: true,
  process: true,
  processId: true,
};

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** `sentence` is a constant: what varies is a field. Of an error that is not ours, its text is left out. */
export interface Log {
  debug(sentence: string, fields?: LogFields): void;
  info(sentence: string, fields?: LogFields): void;
  warn(sentence: string, fields?: LogFields, error?: unknown): void;
  error(sentence: string, fields?: LogFields, error?: unknown): void;
}

/** JSON lines on stdout, or to `destination`. */
export function createLog(options: { app: string; level: LogLevel; destination?: DestinationStream }): Log {
  const lines = pino(
    { level: options.level, base: { app: options.app, pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
    options.destination ?? pino.destination({ dest: 1, sync: true }),
  );
  return {
    debug: (sentence, fields) => lines.debug(allowed(fields), sentence),
    info: (sentence, fields) => lines.info(allowed(fields), sentence),
    warn: (sentence, fields, error) => lines.warn(allowed(fields, error), sentence),
    error: (sentence, fields, error) => lines.error(allowed(fields, error), sentence),
  };
}

type Written = number | string | readonly string[] | LoggedError;

function allowed(fields: LogFields = {}, error?: unknown): Record<string, Written> {
  const written: Record<string, Written> = {};
  for (const name of Object.keys(FIELDS) as (keyof LogFields)[]) {
    const value = fields[name];
    if (typeof value === 'number') written[name] = value;
    else if (typeof value === 'string') written[name] = word(value);
    else if (value !== undefined) written[name] = value.map(word);
  }
  return error === undefined ? written : { ...written, error: loggedError(error) };
}

// An id, a code or a name: no space, no @, not long.
const word = (value: string): string => (/^[\w.:-]{1,100}$/u.test(value) ? value : '[left out]');
