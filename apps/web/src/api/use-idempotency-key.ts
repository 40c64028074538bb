import { useState } from 'react';

/** One key for one filled-in form, the same over retries, so that a lost answer makes no second mail. */
export function useIdempotencyKey(): { key: string; renew(): void } {
  const [key, setKey] = useState(() => crypto.randomUUID());
  return { key, renew: () => setKey(crypto.randomUUID()) };
}
