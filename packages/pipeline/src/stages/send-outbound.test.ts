import {
  type Case,
  type DeliveryState,
  type OutboundMessage,
  PermanentError,
  type Submission,
  type SubmissionOutcome,
  TransientError,
  UnavailableError,
} from '@zaakpost/domain';
import { describe, expect, it } from 'vitest';
import { failing, type Office, office } from '../fixtures/office.ts';
import { dieBeforeEnd, runStage } from '../fixtures/run-stage.ts';
import { byId, delivery, mailReception, openCase, outboundMail, outgoingMail } from '../fixtures/specimens.ts';
import { sendOutbound } from './send-outbound.ts';

const message = { kind: 'outboundMessage', id: 'letter' } as const;
const recipient = { kind: 'delivery', id: 'delivery' } as const;
const sender = { name: 'Gemeente', address: 'info@gemeente.nl' };
const accepted: SubmissionOutcome = { kind: 'accepted', reply: '250 ok' };

type Mail = Parameters<Submission['deliver']>[0];

/** A server that takes mail as the port says, gate and all, and then answers this. */
function server(outcome: SubmissionOutcome) {
  const transactions: { to: string; bytes: string; taken: boolean }[] = [];
  const deliver = async (mail: Mail, { handingOver }: { handingOver: () => Promise<void> }) => {
    const bytes = (await mail.mime().toArray()).join('');
    const transaction = { to: mail.to, bytes, taken: false };
    transactions.push(transaction);
    await handingOver();
    transaction.taken = true;
    return outcome;
  };
  return { transactions, submission: { deliver } };
}

/** A composer that notes what it was asked; each of its messages differs, as signed ones do. */
function composer() {
  const asked: { of: Case | null; subjectCode: boolean }[] = [];
  const compose = async (of: OutboundMessage, context: { case: Case | null; subjectCode: boolean }) => {
    asked.push({ of: context.case, subjectCode: context.subjectCode });
    const mime = Buffer.from(`MIME ${asked.length}`);
    return { mime, messageId: `<${asked.length}@gemeente.nl>`, subject: of.content.subject, sender };
  };
  return { asked, composer: { compose } };
}

const refusing = { composer: { compose: () => Promise.reject(new Error('not asked')) } };

const townWith = (more: Partial<OutboundMessage> = {}): Office =>
  office({
    cases: byId(openCase()),
    profiles: [outgoingMail, mailReception],
    outbound: byId(outboundMail(more)),
  });

/** A town whose letter is frozen, with its delivery in this state. */
async function frozenTown(state: DeliveryState = 'queued'): Promise<Office> {
  const town = townWith({
    state: 'frozen',
    recipients: [delivery({ state }), delivery({ id: 'other', state: 'sent' })],
  });
  const stored = await town.blobs.put(Buffer.from('the frozen bytes'));
  const letter = town.rows.outbound.get('letter') as OutboundMessage;
  letter.frozen = { ...stored, messageId: '<1@gemeente.nl>', subject: 'Uw boom', sender };
  return town;
}

const deliveryOf = async (town: Office) => {
  const { state, reply } = await town.outbound.loadDelivery('delivery');
  return [state, reply];
};

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

describe('send-outbound, delivering', () => {
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

  it.each(['held', 'outcomeUnknown', 'sent', 'refused', 'bounced', 'cancelled'] as const)(
    'that is %s delivers nothing and changes nothing',
    async (state) => {
      const town = await frozenTown(state);
      const { transactions, submission } = server(accepted);

      const { born } = await runStage(sendOutbound, recipient, { ...town, ...refusing, submission });

      expect([born, transactions, await deliveryOf(town)]).toEqual([[], [], [state, null]]);
    },
  );

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
        await town.records.transaction((tx) => town.outbound.bounced(tx, 'letter', ['jan@example.nl'], '5.1.1'));
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
