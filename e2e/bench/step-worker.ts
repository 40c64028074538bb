import { serve } from './crew-member.ts';
import { openEngineRoom } from './engine-room.ts';
import type { Place } from './ground.ts';
import { idleStage } from './idle-stage.ts';

/** A worker whose stage does nothing; counts the steps that are done. */
await serve<Place & { concurrency: number; handOn: boolean }, void>(
  async ({ concurrency, handOn, ...place }, count) => {
    const room = await openEngineRoom(place);
    const runner = room.runnerOf([idleStage(handOn)], ({ outcome }) => outcome === 'done' && count());
    return { start: async () => room.host('scan', runner, concurrency), stop: () => room.close() };
  },
);
