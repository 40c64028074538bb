import { PermanentError } from '@zaakpost/domain';
import { describe, expect, it } from 'vitest';
import { failing, type Office } from '../fixtures/office.ts';
import { dieBeforeEnd, runStage } from '../fixtures/run-stage.ts';
import { accepted, composer, deliveryOf, frozenTown, refusing, sender, server, townWith } from '../fixtures/sending.ts';
import { delivery, openCase, outgoingMail } from '../fixtures/specimens.ts';
import { sendOutbound } from './send-outbound.ts';

const message = { kind: 'outboundMessage', id: 'letter' } as const;
const recipient = { kind: 'delivery', id: 'delivery' } as const;

describe('send-outbound, composing', () => {
  it('freezes the message with its case, and gives each recipient a step', async () => {
    const town = townWith({ recipients: [delivery({ id: 'a' }), delivery({ id: 'b' })] });
    const { asked, ...ports } = composer();

    const { born } = await runStage(sendOutbound, message, { ...town, ...ports, ...server(accepted) });

    expect(born).toEqual(['send-outbound delivery a', 'send-outbound delivery b']);
    expect(asked).toEqual([{ of: openCase(), subjectCode: true }]);
    const { frozen, state } = await town.outbound.load('letter');
    expect([state, frozen?.messageId, frozen?.sender]).toEqual(['frozen', '<1@gemeente.nl>', sender]);
    expect(town.blobs.kept.get(frozen?.sha256 ?? '')?.toString()).toBe('MIME 1');
  });

  it('puts no code in subjects while mail reception is switched off, and knows mail without a case', async () => {
    const town = townWith({ caseId: null });
    town.rows.profiles = [outgoingMail];
    const { asked, ...ports } = composer();

    await runStage(sendOutbound, message, { ...town, ...ports, ...server(accepted) });

    expect(asked).toEqual([{ of: null, subjectCode: false }]);
  });

  it('freezes once when it runs twice, also when the first run died', async () => {
    const ports = { ...townWith(), ...composer(), ...server(accepted) };

    await dieBeforeEnd(sendOutbound, message, ports);
    const second = await runStage(sendOutbound, message, ports);
    const third = await runStage(sendOutbound, message, ports);

    expect([second.born.length, third.born.length]).toEqual([1, 0]);
    expect((await ports.outbound.load('letter')).frozen?.messageId).toBe('<2@gemeente.nl>');
  });

  it.each(['cancelled', 'held', 'frozen'] as const)('composes nothing that is %s', async (state) => {
    const { born } = await runStage(sendOutbound, message, {
      ...townWith({ state }),
      ...refusing,
      ...server(accepted),
    });

    expect(born).toEqual([]);
  });

  it('waits for an outgoing mail profile', async () => {
    const town = townWith();
    town.rows.profiles = [{ ...outgoingMail, active: false }];

    await expect(runStage(sendOutbound, message, { ...town, ...refusing, ...server(accepted) })).rejects.toMatchObject({
      ...{ name: 'UnavailableError', code: 'profile-missing', scope: 'thing' },
    });
  });

  it.each(['outbound.load', 'profiles.active', 'cases.load', 'composer.compose', 'blobs.put', 'outbound.frozen'])(
    'lets an error of %s through, with nothing recorded',
    async (call) => {
      const error = new PermanentError('message-too-large', { message: 'Too large.' });
      const ports = { ...townWith(), ...composer(), ...server(accepted) };

      await expect(runStage(sendOutbound, message, failing(ports, call, error))).rejects.toBe(error);

      expect(await ports.outbound.load('letter')).toMatchObject({ state: 'queued', frozen: null });
    },
  );
});

describe('send-outbound, when all tries are over', () => {
  const over = (town: Office, about: typeof message | typeof recipient) =>
    town.records.transaction(async (tx) =>
      sendOutbound.failed?.({ ...town, ...refusing, ...server(accepted), tx, about, code: 'smtp-deferred' }),
    );

  it('marks a message that could not be composed failed, with its recipients', async () => {
    const town = townWith();

    await over(town, message);

    expect(await town.outbound.load('letter')).toMatchObject({ state: 'failed', errorCode: 'smtp-deferred' });
    expect((await deliveryOf(town))[0]).toBe('failed');
  });

  it.each([
    ['queued', 'failed'],
    ['handingOver', 'outcomeUnknown'],
    ['sent', 'sent'],
    ['cancelled', 'cancelled'],
  ] as const)('leaves a delivery that was %s %s', async (state, end) => {
    const town = await frozenTown(state);

    await over(town, recipient);

    expect((await deliveryOf(town))[0]).toBe(end);
  });
});
