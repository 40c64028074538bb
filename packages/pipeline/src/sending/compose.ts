import type { Blobs, Cases, Composer, OutboundMessages, Profiles } from '@zaakpost/domain';
import { done, type Outcome, type Run } from '../runner/stage.ts';
import { outgoingMailOf } from './outgoing-mail.ts';

export interface ComposePorts {
  outbound: OutboundMessages;
  cases: Cases;
  profiles: Profiles;
  blobs: Blobs;
  composer: Composer;
}

/** Composes, measures, signs and freezes: from here on the bytes never change. Each recipient gets a step of its own. */
export async function compose(id: string, ports: ComposePorts & Pick<Run, 'signal' | 'point'>): Promise<Outcome> {
  const message = await ports.outbound.load(id);
  if (message.state !== 'queued' && message.state !== 'failed') return done();

  const settings = await outgoingMailOf(ports.profiles);
  const subjectCode = (await ports.profiles.active('mailReception')).length > 0;
  const of = message.caseId === null ? null : await ports.cases.load(message.caseId);
  const composed = await ports.composer.compose(message, { settings, case: of, subjectCode });
  const stored = await ports.blobs.put(composed.mime, { signal: ports.signal });
  ports.point('stored');

  const { messageId, subject, sender } = composed;
  return done({ record: (tx) => ports.outbound.frozen(tx, id, { ...stored, messageId, subject, sender }) });
}
