import { type DrainOptions, minutes } from '@zaakpost/domain';

/** For tests: drains with nobody listening and nothing remembered, but for what is given. */
export const told = ({ mails = 500, ...more }: Partial<DrainOptions> & { mails?: number } = {}): DrainOptions => ({
  limit: { mails, time: minutes(1) },
  remembered: async (listed) => listed.map(() => null),
  listed: async () => undefined,
  seen: async () => undefined,
  received: async () => undefined,
  refused: async () => undefined,
  tooLarge: async () => undefined,
  renewed: async () => undefined,
  signal: AbortSignal.timeout(150_000),
  ...more,
});
