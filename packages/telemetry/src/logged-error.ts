import { ClaimLostError, ConfigError, ZaakpostError } from '@zaakpost/domain';

/** What is written of an error. */
export interface LoggedError {
  name: string;
  code?: string;
  /** Of our own errors only: foreign texts quote what they were given. */
  text?: string;
  frames: string[];
  cause?: LoggedError;
}

const MOST_FRAMES = 12;
const MOST_CAUSES = 4;

/** Name, code and stack frames along the chain of causes. */
export function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { name: typeof error, frames: [] };
  const code = codeOf(error);
  return {
    name: error.name,
    ...(code === undefined ? {} : { code }),
    ...(isOurs(error) ? { text: error.message } : {}),
    frames: framesOf(error),
    ...(error.cause === undefined || depth >= MOST_CAUSES ? {} : { cause: loggedError(error.cause, depth + 1) }),
  };
}

const isOurs = (error: Error): boolean =>
  error instanceof ZaakpostError || error instanceof ConfigError || error instanceof ClaimLostError;

function codeOf(error: Error): string | undefined {
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[\w-]{1,40}$/u.test(code) ? code : undefined;
}

const framesOf = (error: Error): string[] =>
  (error.stack ?? '')
    .replace(error.message, '')
    .split('\n')
    .filter((line) => /^\s+at .*:\d+:\d+\)?$/u.test(line))
    .slice(0, MOST_FRAMES)
    .map((line) => line.trim());
