import { type EmailTemplate, hours, type ScheduledEmail, TransientError } from '@zaakpost/domain';
import { describe, expect, it } from 'vitest';
import { failing, type Office, office } from '../fixtures/office.ts';
import { dieBeforeEnd, runStage } from '../fixtures/run-stage.ts';
import { byId, caseType, openCase, profile, template } from '../fixtures/specimens.ts';
import { scheduledSend } from './scheduled-send.ts';

const about = { kind: 'scheduledEmail', id: 'alarm' } as const;
const sendAt = new Date('2026-12-01T08:00:00Z');
const scheduling = profile('scheduledEmail', { graceHours: 24 });

const scheduledEmail = (more: Partial<ScheduledEmail> = {}): ScheduledEmail => ({
  ...{ id: 'alarm', caseId: 'case', templateId: 'template', state: 'scheduled', sendAt, version: 1 },
  recipients: [{ role: 'to', address: 'jan@example.nl', name: 'Jan' }],
  ...{ wallTime: '2026-12-01T09:00', zone: 'Europe/Amsterdam', outboundMessageId: null, createdBy: 'user' },
  ...more,
});

const townWith = (email: Partial<ScheduledEmail> = {}, of: Partial<EmailTemplate> = {}): Office =>
  office({
    cases: byId(openCase({ attributes: { boomsoort: 'eik' } })),
    caseTypes: byId(caseType),
    profiles: [scheduling],
    templates: byId(template({ text: 'Over uw [[boomsoort]].', ...of })),
    scheduled: byId(scheduledEmail(email)),
  });

/** A clock that stands this long after the moment of the mail. */
const clock = (after = 0) => ({ clock: { now: () => new Date(sendAt.getTime() + after) } });

const stateOf = ({ rows }: Office) => rows.scheduled.get('alarm')?.state;

describe('scheduled-send', () => {
  it('renders the template as the case is now, and hands the mail on', async () => {
    const town = townWith();

    const { born } = await runStage(scheduledSend, about, { ...town, ...clock() });

    expect(born).toEqual(['send-outbound outboundMessage alarm']);
    expect(town.rows.scheduled.get('alarm')).toMatchObject({ state: 'sent', outboundMessageId: 'alarm' });
    expect(town.rows.outbound.get('alarm')).toMatchObject({
      ...{ caseId: 'case', state: 'queued' },
      content: { kind: 'caseMail', subject: 'Zaak 1458', text: 'Over uw eik.', html: null, sender: null },
      recipients: [{ role: 'to', address: 'jan@example.nl', name: 'Jan', state: 'queued' }],
    });
  });

  it('has the sender of the template where it names one', async () => {
    const town = townWith({}, { senderName: 'Loket', senderAddress: 'loket@gemeente.nl' });

    await runStage(scheduledSend, about, { ...town, ...clock() });

    expect(town.rows.outbound.get('alarm')?.content.sender).toEqual({ name: 'Loket', address: 'loket@gemeente.nl' });
  });

  it.each([
    [hours(24), 'sent'],
    [hours(24) + 1, 'missed'],
  ])('that comes %i ms late leaves the mail %s', async (late, state) => {
    const town = townWith();

    const { born } = await runStage(scheduledSend, about, { ...town, ...clock(late) });

    expect(stateOf(town)).toBe(state);
    expect(born).toHaveLength(state === 'sent' ? 1 : 0);
  });

  it.each(['cancelled', 'held', 'sent', 'missed'] as const)('leaves a mail that is %s alone', async (state) => {
    const town = townWith({ state, templateId: 'one that is gone' });

    expect((await runStage(scheduledSend, about, { ...town, ...clock() })).born).toEqual([]);
    expect(stateOf(town)).toBe(state);
    expect(town.rows.outbound.size).toBe(0);
  });

  it.each(['cancelled', 'held'] as const)('sends nothing that was %s while it was made', async (state) => {
    const town = townWith();
    const templates = {
      load: async (id: string) => {
        Object.assign(town.rows.scheduled.get('alarm') ?? {}, { state });
        return town.templates.load(id);
      },
    };

    const { born } = await runStage(scheduledSend, about, { ...town, ...clock(), templates });

    expect([born, stateOf(town), town.rows.outbound.size]).toEqual([[], state, 0]);
  });

  it('waits while scheduling is switched off', async () => {
    const town = townWith();
    town.rows.profiles = [{ ...scheduling, active: false }];

    await expect(runStage(scheduledSend, about, { ...town, ...clock() })).rejects.toMatchObject({
      ...{ name: 'UnavailableError', code: 'profile-missing', scope: 'thing' },
    });
    expect(stateOf(town)).toBe('scheduled');
  });

  it('never sends a text with a gap in it', async () => {
    const town = townWith({}, { text: 'Aan [[behandelaar_naam]] en [[onbekend]]' });

    await expect(runStage(scheduledSend, about, { ...town, ...clock() })).rejects.toMatchObject({
      ...{ name: 'PermanentError', code: 'template-incomplete' },
      message: expect.stringContaining('behandelaar_naam, onbekend'),
    });
    expect(town.rows.outbound.size).toBe(0);
  });

  it('makes one mail when it runs twice, also when the first run died', async () => {
    const ports = { ...townWith(), ...clock() };

    await dieBeforeEnd(scheduledSend, about, ports);
    await runStage(scheduledSend, about, ports);
    const third = await runStage(scheduledSend, about, ports);

    expect(third.born).toEqual([]);
    expect([...ports.rows.outbound.keys()]).toEqual(['alarm']);
  });

  it.each([
    'scheduled.load',
    'profiles.active',
    'templates.load',
    'cases.load',
    'cases.loadCaseType',
    'scheduled.sent',
    'outbound.queued',
  ])('lets an error of %s through, with nothing recorded', async (call) => {
    const error = new TransientError('timed-out', { message: 'Later.' });
    const ports = { ...townWith(), ...clock() };

    await expect(runStage(scheduledSend, about, failing(ports, call, error))).rejects.toBe(error);

    expect([stateOf(ports), ports.rows.outbound.size]).toEqual(['scheduled', 0]);
  });

  it.each([
    ['scheduled', 'missed'],
    ['cancelled', 'cancelled'],
  ] as const)('of which all tries are over leaves a mail that was %s %s', async (state, end) => {
    const town = townWith({ state });

    await town.records.transaction(async (tx) =>
      scheduledSend.failed?.({ ...town, ...clock(), tx, about, code: 'template-incomplete' }),
    );

    expect(stateOf(town)).toBe(end);
  });
});
