import { ConfigError, ZaakpostError } from '@zaakpost/domain';

/** Something that the person who gave the command can mend. */
export class CommandError extends Error {}

/** What is printed when a command fails: a sentence, never a stack trace. */
export function readFailure(error: unknown): string {
  if (error instanceof CommandError || error instanceof ConfigError || error instanceof ZaakpostError) {
    return error.message;
  }
  return `It failed unexpectedly: ${error instanceof Error ? error.message.split('\n', 1)[0] : 'for no known reason'}`;
}
