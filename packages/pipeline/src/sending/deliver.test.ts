import {
  type DeliveryState,
  type OutboundMessage,
  type Submission,
  type SubmissionOutcome,
  TransientError,
  UnavailableError,
} from '@zaakpost/domain';
import { describe, expect, it } from 'vitest';
import { failing } from '../fixtures/office.ts';
import { dieBeforeEnd, runStage } from '../fixtures/run-stage.ts';
import { accepted, deliveryOf, frozenTown, refusing, server, townWith } from '../fixtures/sending.ts';
import { sendOutbound } from '../stages/send-outbound.ts';

const recipient = { kind: 'delivery', id: 'delivery' } as const;

describe('a delivery', () => {
  it.each<[SubmissionOutcome, DeliveryState, string]>([
    [accepted, 'sent', '250 ok'],
    [{ kind: 'refused', reply: '550 no' }, 'refused', '550 no'],
    [{ kind: 'unknown', reason: 'Silence.' }, 'outcomeUnknown', 'Silence.'],
  ])('that ends in %j leaves it %s, and has the mail filed', async (outcome, state, reply) => {
    const town = await frozenTown();
    const { transactions, submission } = server(outcome);

    const { born } = await runStage(sendOutbound, recipient, { ...town, ...refusing, submission });

    expect(born).toEqual(['attach-to-case outboundMessage letter']);
    expect(await deliveryOf(town)).toEqual([state, reply]);
    expect(transactions).toEqual([{ to: 'jan@example.nl', bytes: 'the frozen bytes', taken: true }]);
  });

  it('that is deferred goes back to the queue with the reply, to be tried again', async () => {
    const town = await frozenTown();
    const { submission } = server({ kind: 'deferred', reply: '451 later' });

    const run = runStage(sendOutbound, recipient, { ...town, ...refusing, submission });

    await expect(run).rejects.toMatchObject({ name: 'TransientError', code: 'smtp-deferred' });
    expect(await deliveryOf(town)).toEqual(['queued', '451 later']);
  });

  it('after a deferral goes out once', async () => {
    const town = await frozenTown();
    await runStage(sendOutbound, recipient, {
      ...{ ...town, ...refusing },
      ...server({ kind: 'deferred', reply: '451 later' }),
    }).catch((error: unknown) => expect(error).toBeInstanceOf(TransientError));
    const { transactions, submission } = server(accepted);

    await runStage(sendOutbound, recipient, { ...town, ...refusing, submission });
    await runStage(sendOutbound, recipient, { ...town, ...refusing, submission });

    expect(transactions).toHaveLength(1);
    expect(await deliveryOf(town)).toEqual(['sent', '250 ok']);
  });

  it('that was handing over when its process died is never tried again: the outcome is unknown', async () => {
    const town = await frozenTown();
    const first = server(accepted);
    await dieBeforeEnd(sendOutbound, recipient, { ...town, ...refusing, ...first });
    expect(await deliveryOf(town)).toEqual(['handingOver', null]);
    const later = server(accepted);

    const { born } = await runStage(sendOutbound, recipient, { ...town, ...refusing, ...later });

    expect(await deliveryOf(town)).toEqual(['outcomeUnknown', expect.stringContaining('process')]);
    expect(born).toEqual(['attach-to-case outboundMessage letter']);
    expect(later.transactions).toEqual([]);
  });

  it('whose process died before the gate goes out once', async () => {
    const town = await frozenTown();
    const unreached = { submission: { deliver: () => Promise.reject(new Error('died before the gate')) } };
    await expect(runStage(sendOutbound, recipient, { ...town, ...refusing, ...unreached })).rejects.toThrow('died');
    const { transactions, submission } = server(accepted);

    await runStage(sendOutbound, recipient, { ...town, ...refusing, submission });

    expect(transactions).toMatchObject([{ taken: true }]);
    expect(await deliveryOf(town)).toEqual(['sent', '250 ok']);
  });

  it.each(['cancelled', 'held'] as const)('that is %s meanwhile hands nothing over', async (state) => {
    const town = await frozenTown();
    const { transactions, submission } = server(accepted);
    const slow: Submission = {
      deliver: (mail, options) => {
        const [first] = (town.rows.outbound.get('letter') as OutboundMessage).recipients;
        Object.assign(first ?? {}, { state });
        return submission.deliver(mail, options);
      },
    };

    const run = runStage(sendOutbound, recipient, { ...town, ...refusing, submission: slow });

    await expect(run).rejects.toMatchObject({ name: 'ClaimLostError' });
    expect(transactions).toMatchObject([{ taken: false }]);
    expect(await deliveryOf(town)).toEqual([state, null]);
  });

  it.each(['held', 'outcomeUnknown', 'sent', 'refused', 'cancelled'] as const)(
    'that is %s delivers nothing and changes nothing',
    async (state) => {
      const town = await frozenTown(state);
      const { transactions, submission } = server(accepted);

      const { born } = await runStage(sendOutbound, recipient, { ...town, ...refusing, submission });

      expect([born, transactions, await deliveryOf(town)]).toEqual([[], [], [state, null]]);
    },
  );

  it('that bounced while its process was dead is handed to nobody, and filed', async () => {
    const town = await frozenTown('bounced');
    const { transactions, submission } = server(accepted);

    const { born } = await runStage(sendOutbound, recipient, { ...town, ...refusing, submission });

    expect([transactions, await deliveryOf(town)]).toEqual([[], ['bounced', null]]);
    expect(born).toEqual(['attach-to-case outboundMessage letter']);
  });

  it('that failed, certainly unsent, goes out when it is replayed', async () => {
    const town = await frozenTown('failed');

    await runStage(sendOutbound, recipient, { ...town, ...refusing, ...server(accepted) });

    expect(await deliveryOf(town)).toEqual(['sent', '250 ok']);
  });

  it('leaves a bounce that came before the reply was recorded', async () => {
    const town = await frozenTown();
    const { submission } = server(accepted);
    const bounced: Submission = {
      deliver: async (mail, options) => {
        const outcome = await submission.deliver(mail, options);
        await town.records.transaction((tx) =>
          town.outbound.bounced(tx, 'letter', [{ address: 'jan@example.nl', status: '5.1.1' }]),
        );
        return outcome;
      },
    };

    await runStage(sendOutbound, recipient, { ...town, ...refusing, submission: bounced });

    expect(await deliveryOf(town)).toEqual(['bounced', '5.1.1']);
  });

  it('fails on a message that was never frozen', async () => {
    const town = townWith();

    const run = runStage(sendOutbound, recipient, { ...town, ...refusing, ...server(accepted) });

    await expect(run).rejects.toMatchObject({ code: 'record-missing' });
  });

  it.each([
    'outbound.loadDelivery',
    'profiles.active',
    'outbound.load',
    'submission.deliver',
    'outbound.deliveryMoved',
  ])('lets an error of %s through, with nothing handed over', async (call) => {
    const error = new UnavailableError('smtp-unreachable', { message: 'Away.', scope: 'thing' });
    const town = await frozenTown();
    const { transactions, submission } = server(accepted);
    const ports = failing({ ...town, ...refusing, submission }, call, error);

    await expect(runStage(sendOutbound, recipient, ports)).rejects.toBe(error);

    expect(transactions.filter(({ taken }) => taken)).toEqual([]);
    expect(await deliveryOf(town)).toEqual(['queued', null]);
  });
});
