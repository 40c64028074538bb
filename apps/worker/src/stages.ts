import { readFile } from 'node:fs/promises';
import type { WorkerConfig } from '@zaakpost/config';
import type { StageName } from '@zaakpost/domain';
import {
  attachToCase,
  type BoundStage,
  bind,
  classify,
  fetchPop3,
  renderPdf,
  scan,
  scheduledSend,
  sendOutbound,
} from '@zaakpost/pipeline';
import { type Log, temporaryHome } from '@zaakpost/telemetry';
import type { Records } from './records.ts';

/** A stage with its adapters, and how to end those that have something to end. */
export interface EquippedStage {
  stage: BoundStage;
  close(): Promise<void>;
}

interface Place {
  records: Records;
  config: WorkerConfig;
  log: Log;
}

/** Gives a stage its adapters. */
export const equip = (stage: StageName, place: Place): Promise<EquippedStage> => EQUIPMENT[stage](place);

// Adapters are imported here, by the stage that needs them: only a worker that renders loads Chromium's driver.
const EQUIPMENT: Record<StageName, (place: Place) => Promise<EquippedStage>> = {
  async 'fetch-pop3'({ records, config }) {
    const { mailboxReader } = await import('@zaakpost/mailbox');
    const mailboxes = mailboxReader({ blobs: records.blobs, allowPrivateHosts: config.allowPrivateHosts });
    return equipped(bind(fetchPop3, { ...records, mailboxes }));
  },

  async scan({ records, config }) {
    const [{ authenticator, childParser }, { screening }] = await Promise.all([
      import('@zaakpost/mail'),
      import('@zaakpost/screening'),
    ]);
    const parser = childParser({ blobs: records.blobs });
    const scanners = screening({ blobs: records.blobs, ...config.screening });
    const { platformDomain: hostName, authentication } = config;
    const senders = authenticator({ blobs: records.blobs, hostName, ...authentication });
    const stage = bind(scan, { ...records, parser, screening: scanners, authenticator: senders });
    return equipped(stage, () => parser.close());
  },

  classify: async ({ records }) => equipped(bind(classify, records)),

  'attach-to-case': async ({ records }) => equipped(bind(attachToCase, records)),

  async 'render-pdf'({ records, config, log }) {
    const { chromiumRenderer } = await import('@zaakpost/pdf');
    const cleared = (count: number) => log.info('cleared what dead processes left', { count });
    const home = temporaryHome({ cleared });
    const renderer = chromiumRenderer({
      executablePath: config.chromiumPath,
      folder: home.folder,
      concurrency: config.steps.concurrency['render-pdf'],
      log: (sentence) => log.warn(sentence),
    });
    return equipped(bind(renderPdf, { ...records, renderer }), async () => {
      await renderer.close();
      await home.close();
    });
  },

  async 'send-outbound'({ records, config }) {
    const { composer, submission } = await import('@zaakpost/mail');
    const { platformDomain: hostName, allowPrivateHosts } = config;
    const submitting = submission({ hostName, allowPrivateHosts, relay: await relayOf(config) });
    const sending = { composer: composer({ blobs: records.blobs, hostName }), submission: submitting };
    return equipped(bind(sendOutbound, { ...records, ...sending }), async () => submitting.close());
  },

  'scheduled-send': async ({ records }) => equipped(bind(scheduledSend, records)),
};

async function relayOf({ relay }: WorkerConfig) {
  if (relay === null) return null;
  const { caFile, ...server } = relay;
  return { ...server, ca: caFile === null ? null : await readFile(caFile, 'utf8') };
}

const equipped = (stage: BoundStage, close = async () => {}): EquippedStage => ({ stage, close });
