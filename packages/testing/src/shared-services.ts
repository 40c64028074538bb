declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
    redisUrl: string;
  }
}

/** Addresses of the services that run once per test run. */
export interface SharedServices {
  readonly postgresUrl: string;
  readonly redisUrl: string;
}

/** Reads an address that the test run's global set-up provided. */
export async function shared<Name extends keyof SharedServices>(name: Name): Promise<SharedServices[Name]> {
  // Loaded late: the demo imports this package too, and runs without vitest.
  const { inject } = await import('vitest');
  const address = inject(name) as SharedServices[Name] | undefined;
  if (address === undefined) throw new Error(`${name} is there in the projects real and e2e only: name the file so`);
  return address;
}
