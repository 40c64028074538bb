/** The folder in which a command was given: npm runs its scripts in the project's own, and names the caller's. */
export const callerFolder = (): string =>
  (process.env.npm_lifecycle_event === 'zaakpost' && process.env.INIT_CWD) || process.cwd();
