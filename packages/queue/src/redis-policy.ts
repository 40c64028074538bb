import { ConfigError, UnavailableError } from '@zaakpost/domain';
import type { Redis } from 'ioredis';

/**
 * A Redis that evicts keys would lose jobs without a word. Where `CONFIG` is hidden, as hosted services do, a warning has to do.
 *
 * @throws ConfigError when the policy is another than `noeviction`; UnavailableError('queue-away').
 */
export async function refuseEviction(redis: Redis, warn: (error: Error) => void): Promise<void> {
  const policy = await policyOf(redis, warn);
  if (policy !== null && policy !== 'noeviction') {
    throw new ConfigError([
      `Redis may throw jobs away: its maxmemory-policy is "${policy}". Set it to "noeviction" (CONFIG SET maxmemory-policy noeviction, and in redis.conf).`,
    ]);
  }
}

async function policyOf(redis: Redis, warn: (error: Error) => void): Promise<string | null> {
  try {
    await redis.ping();
  } catch (cause) {
    throw new UnavailableError('queue-away', {
      scope: 'stage',
      message: 'Redis cannot be reached: see that it runs and that REDIS_URL is right.',
      cause,
    });
  }
  try {
    const answer = (await redis.config('GET', 'maxmemory-policy')) as string[];
    return answer[1] ?? null;
  } catch {
    warn(new Error('Redis hides CONFIG, so its maxmemory-policy could not be checked; it must be "noeviction".'));
    return null;
  }
}
