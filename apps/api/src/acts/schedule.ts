import { randomUUID } from 'node:crypto';
import { instantOf, type NewStep, type ScheduledEmail, step, type Tx, type User } from '@zaakpost/domain';
import { changedMeanwhile, conflict, invalid } from '../http/problem.ts';
import type { ApiParts } from '../parts.ts';
import { publish } from './publish.ts';

/** The wall clock that a person asked for. */
export interface Moment {
  wallTime: string;
  zone: string;
}

type Planned = Pick<ScheduledEmail, 'caseId' | 'templateId' | 'recipients'>;

/** The instant of a wall clock that lies ahead. @throws Problem 400 on the field that is wrong. */
export function sendAtOf({ wallTime, zone }: Moment, now: Date): Date {
  if (!Intl.supportedValuesOf('timeZone').includes(zone) && zone !== 'UTC') {
    throw invalid([{ field: 'zone', message: 'must be an IANA time zone, such as Europe/Amsterdam' }]);
  }
  const sendAt = instantOrNull(wallTime, zone);
  if (!sendAt) throw invalid([{ field: 'wallTime', message: 'is not a date and time' }]);
  if (sendAt <= now) throw invalid([{ field: 'wallTime', message: 'must lie in the future' }]);
  return sendAt;
}

function instantOrNull(wallTime: string, zone: string): Date | null {
  try {
    return instantOf(wallTime, zone);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Puts a mail on the schedule with the step that is its alarm clock. */
export async function plan(
  { desk, audit }: ApiParts,
  tx: Tx,
  { user, planned, moment, sendAt }: { user: User; planned: Planned; moment: Moment; sendAt: Date },
): Promise<{ id: string; alarm: NewStep }> {
  const id = randomUUID();
  await desk.schedule.add(tx, { id, ...planned, ...moment, sendAt, createdBy: user.name });
  await audit.record(tx, user, {
    action: 'scheduledEmail.planned',
    subject: { kind: 'scheduledEmail', id },
    details: { sendAt, recipients: planned.recipients.length },
  });
  return { id, alarm: step('scheduled-send', 'scheduledEmail', id, { notBefore: sendAt }) };
}

/** Moves the row and its alarm in one commit. @throws Problem 409, 412. */
export async function move(
  parts: ApiParts,
  user: User,
  { id, version, moment, sendAt }: { id: string; version: number; moment: Moment; sendAt: Date },
): Promise<void> {
  const { database, desk, steps, audit } = parts;
  const publications = await database.transaction(async (tx) => {
    if (!(await desk.schedule.move(tx, id, version, { ...moment, sendAt }))) await refuse(parts, id);
    const moved = await steps.reschedule(tx, 'scheduled-send', id, sendAt);
    // One that was missed has no alarm any more.
    const alarms = moved
      ? [moved]
      : await steps.add(tx, [step('scheduled-send', 'scheduledEmail', id, { notBefore: sendAt })]);
    if (alarms.length === 0) throw conflict('This mail is being sent at this moment; look again shortly.');
    await audit.record(tx, user, {
      action: 'scheduledEmail.moved',
      subject: { kind: 'scheduledEmail', id },
      details: { sendAt },
    });
    return alarms;
  });
  await publish(parts, publications);
}

/** Takes it off the schedule. Of this and a send that has begun, one wins, and the loser is told. @throws Problem 409, 412. */
export async function cancel(
  parts: ApiParts,
  user: User,
  { id, version }: { id: string; version: number },
): Promise<void> {
  const { database, desk, steps, audit } = parts;
  await database.transaction(async (tx) => {
    if (!(await desk.schedule.cancel(tx, id, version))) await refuse(parts, id);
    await steps.cancel(tx, 'scheduled-send', id);
    await audit.record(tx, user, { action: 'scheduledEmail.cancelled', subject: { kind: 'scheduledEmail', id } });
  });
}

async function refuse({ scheduled }: ApiParts, id: string): Promise<never> {
  const { state } = await scheduled.load(id);
  if (state === 'sent') throw conflict('This mail was sent already.');
  if (state === 'cancelled') throw conflict('This mail was cancelled already.');
  throw changedMeanwhile('This scheduled e-mail');
}

/** @throws Problem 409 while the profile that allows scheduling is off. */
export async function requireScheduling({ profiles }: ApiParts): Promise<void> {
  const [active] = await profiles.active('scheduledEmail');
  if (!active) {
    throw conflict('Scheduling is switched off; an administrator switches the scheduled e-mail profile on.');
  }
}
