import { folderBlobs } from '@zaakpost/blobs';
import { composer, submission } from '@zaakpost/mail';
import { bind, sendOutbound } from '@zaakpost/pipeline';
import { blobLedger, caseStore, outboundMessageStore, profileStore } from '@zaakpost/store';
import { serve } from './crew-member.ts';
import { openEngineRoom } from './engine-room.ts';
import type { Place } from './ground.ts';
import { boxOf } from './office.ts';

/** A worker of `send-outbound` with the adapters of production; counts the steps that are done. */
await serve<Place & { key: string; folder: string; concurrency: number }, void>(async (plan, count) => {
  const room = await openEngineRoom(plan);
  const blobs = await folderBlobs({ dir: plan.folder, ledger: blobLedger(room.database) });
  const hostName = 'zaakpost.localhost';
  const submitting = submission({ hostName, allowPrivateHosts: true });
  const ports = {
    blobs,
    outbound: outboundMessageStore(room.database),
    cases: caseStore(room.database),
    profiles: profileStore(room.database, { secrets: boxOf(plan.key) }),
    composer: composer({ blobs, hostName }),
    submission: submitting,
  };
  const runner = room.runnerOf([bind(sendOutbound, ports)], ({ outcome }) => outcome === 'done' && count());
  return {
    start: async () => room.host('send-outbound', runner, plan.concurrency),
    async stop() {
      await room.close();
      submitting.close();
    },
  };
});
