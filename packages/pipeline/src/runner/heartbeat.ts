import { type Claim, ClaimLostError, type Milliseconds, type Steps } from '@zaakpost/domain';

/** Keeps the claims of this process alive. */
export interface Heartbeat {
  /** From here on the lease is extended, until `leave`; `lost` is aborted when the claim no longer stands. */
  join(claim: Claim): { lost: AbortSignal; leave: () => void };
  stop(): void;
}

/** Three beats to a lease, one statement for all claims of the process. */
export function heartbeat(steps: Pick<Steps, 'extend'>, lease: Milliseconds): Heartbeat {
  const claims = new Map<string, AbortController>();
  let beating = false;

  async function beat(): Promise<void> {
    if (beating || claims.size === 0) return;
    beating = true;
    const tokens = [...claims.keys()];
    try {
      const standing = await steps.extend(tokens, lease);
      for (const token of tokens) if (!standing.has(token)) claims.get(token)?.abort(new ClaimLostError());
    } catch {
      // The database is away: the lease runs on, and the next beat, or the fence, tells.
    } finally {
      beating = false;
    }
  }

  const timer = setInterval(() => void beat(), lease / 3);
  return {
    join(claim) {
      const controller = new AbortController();
      claims.set(claim.token, controller);
      return { lost: controller.signal, leave: () => void claims.delete(claim.token) };
    },
    stop: () => clearInterval(timer),
  };
}
