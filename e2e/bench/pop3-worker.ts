import { folderBlobs } from '@zaakpost/blobs';
import { step } from '@zaakpost/domain';
import { mailboxReader } from '@zaakpost/mailbox';
import { bind, fetchPop3 } from '@zaakpost/pipeline';
import { blobLedger, profileStore, serverMessageStore } from '@zaakpost/store';
import { serve } from './crew-member.ts';
import { openEngineRoom } from './engine-room.ts';
import type { Place } from './ground.ts';
import { watchMemory } from './memory.ts';
import { boxOf } from './office.ts';

/** Seconds that it took, and megabytes over the idle process. */
export interface Emptied {
  seconds: number;
  megabytes: number;
}

/** Empties a mailbox with the stage as a worker runs it: batch by batch, each a run of the step. */
await serve<Place & { key: string; folder: string; mailbox: string }, Emptied>(async (plan) => {
  const room = await openEngineRoom(plan);
  const blobs = await folderBlobs({ dir: plan.folder, ledger: blobLedger(room.database) });
  const ports = {
    profiles: profileStore(room.database, { secrets: boxOf(plan.key) }),
    serverMessages: serverMessageStore(room.database),
    mailboxes: mailboxReader({ blobs, allowPrivateHosts: true }),
  };
  const runner = room.runnerOf([bind(fetchPop3, ports)]);
  return {
    async start() {
      const memory = await watchMemory();
      const [publication] = await room.steps.begin(async () => [step('fetch-pop3', 'mailbox', plan.mailbox)]);
      if (!publication) throw new Error('The mailbox has a step already.');
      const started = performance.now();
      for (;;) {
        const { kind } = await runner.handle(publication);
        if (kind === 'complete') break;
        if (kind !== 'delay') throw new Error(`The step ended as ${kind}.`);
      }
      return { seconds: (performance.now() - started) / 1_000, megabytes: memory.end() };
    },
    stop: () => room.close(),
  };
});
