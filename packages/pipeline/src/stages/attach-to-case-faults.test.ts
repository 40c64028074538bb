import { type InboundMessage, TransientError } from '@zaakpost/domain';
import { describe, expect, it } from 'vitest';
import { failing } from '../fixtures/office.ts';
import { dieBeforeEnd, runStage } from '../fixtures/run-stage.ts';
import { verdict } from '../fixtures/specimens.ts';
import { about, counts, onCase, standing, startsCase, toIntake, townWith, why } from './attach-to-case.fixture.ts';
import { attachToCase } from './attach-to-case.ts';

describe('attach-to-case', () => {
  it.each([
    ['on a case', onCase, [1, 2, 0, 1, 0]],
    ['on a new case', startsCase, [1, 2, 0, 2, 1]],
    ['in the intake', toIntake, [0, 0, 1, 1, 0]],
  ])('has one effect %s when it runs twice, also when the first run died', async (_, found, effect) => {
    const town = await townWith(found);

    await dieBeforeEnd(attachToCase, about, town);
    await runStage(attachToCase, about, town);
    const third = await runStage(attachToCase, about, town);

    expect(third.born).toEqual([]);
    expect(counts(town)).toEqual(effect);
  });

  it('has one effect on a message that was marked failed and is tried again', async () => {
    const town = await townWith(startsCase);
    await runStage(attachToCase, about, town);
    Object.assign(town.rows.inbound.get('mail') ?? {}, { state: 'failed' });

    await runStage(attachToCase, about, town);

    expect(counts(town)).toEqual([1, 2, 0, 2, 1]);
    expect(standing(town)).toEqual(['caseStarted', 'mail']);
  });

  it.each(['received', 'quarantined', 'onCase', 'discarded'] as const)(
    'leaves a message that is %s alone',
    async (state) => {
      const town = await townWith(onCase, {}, { state });

      expect((await runStage(attachToCase, about, town)).born).toEqual([]);
      expect(counts(town)).toEqual([0, 0, 0, 1, 0]);
    },
  );

  it.each<[string, Partial<InboundMessage>]>([
    ['without a clean verdict', { verdict: null }],
    ['with a verdict on other bytes', { verdict: verdict({ sha256: 'c'.repeat(64) }) }],
    ['that was never decoded', { decoded: null }],
    ['that was never classified', { classification: null }],
    ['that belongs nowhere', { classification: { kind: 'unmatched', why } }],
  ])('files nothing of a message %s', async (_, more) => {
    const town = await townWith(onCase, {}, { state: 'failed', ...more });

    await expect(runStage(attachToCase, about, town)).rejects.toMatchObject({ code: 'record-missing' });
    expect(counts(town)).toEqual([0, 0, 0, 1, 0]);
  });

  it.each([
    ['inbound.load', startsCase],
    ['blobs.read', startsCase],
    ['profiles.load', startsCase],
    ['profiles.active', startsCase],
    ['cases.loadCaseType', startsCase],
    ['templates.load', startsCase],
    ['cases.start', startsCase],
    ['dossier.addContactMoment', startsCase],
    ['dossier.addDocument', startsCase],
    ['inbound.settled', startsCase],
    ['outbound.acknowledgementQueued', startsCase],
    ['intake.add', toIntake],
  ])('lets an error of %s through, and records half of nothing', async (call, found) => {
    const error = new TransientError('timed-out', { message: 'Later.' });
    const town = await townWith(found);

    await expect(runStage(attachToCase, about, failing(town, call, error))).rejects.toBe(error);

    expect(counts(town)).toEqual([0, 0, 0, 1, 0]);
    expect(standing(town)).toEqual(['classified', null]);
  });

  it('marks the message failed, with the code, when all tries are over', async () => {
    const town = await townWith(onCase);

    await town.records.transaction(async (tx) =>
      attachToCase.failed?.({ ...town, tx, about, code: 'profile-missing' }),
    );

    expect(town.rows.inbound.get('mail')).toMatchObject({ state: 'failed', reason: 'profile-missing' });
  });
});
