import { exponential, minutes, seconds, step } from '@zaakpost/domain';
import { type BoundStage, done } from '@zaakpost/pipeline';

/** A stage that does nothing but hand on. */
export const idleStage = (handOn: boolean): BoundStage => ({
  queue: 'scan',
  policy: { attempts: 3, backoff: exponential(seconds(1), { cap: seconds(5) }), timeout: minutes(1) },
  run: async ({ id }) => done(handOn ? { next: [step('classify', 'inboundMessage', id)] } : {}),
  failed: async () => undefined,
});
