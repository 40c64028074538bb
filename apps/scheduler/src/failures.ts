import type { StageName } from '@zaakpost/domain';
import {
  attachToCase,
  classify,
  fetchPop3,
  renderPdf,
  type Stage,
  type SweepOptions,
  scan,
  scheduledSend,
  sendOutbound,
} from '@zaakpost/pipeline';
import {
  closedBox,
  type Database,
  inboundMessageStore,
  outboundMessageStore,
  profileStore,
  scheduledEmailStore,
  serverMessageStore,
} from '@zaakpost/store';

const STAGES: Record<StageName, Pick<Stage<never>, 'failed'>> = {
  'fetch-pop3': fetchPop3,
  scan,
  classify,
  'attach-to-case': attachToCase,
  'render-pdf': renderPdf,
  'send-outbound': sendOutbound,
  'scheduled-send': scheduledSend,
};

/** What a stage records of a step whose process died too often. It touches records only, so no adapter is needed here. */
export function failures(database: Database): SweepOptions['failed'] {
  const records = {
    inbound: inboundMessageStore(database),
    serverMessages: serverMessageStore(database),
    outbound: outboundMessageStore(database),
    scheduled: scheduledEmailStore(database),
    profiles: profileStore(database, { secrets: closedBox }),
  };
  return async (tx, stage, about, code) => {
    await STAGES[stage].failed?.({ ...records, tx, about, code } as never);
  };
}
