import { type DecodedMessage, type InboundMessage, TransientError } from '@zaakpost/domain';
import { describe, expect, it } from 'vitest';
import { storeDecoded } from '../decoded.ts';
import { failing, type Office, office } from '../fixtures/office.ts';
import { dieBeforeEnd, runStage } from '../fixtures/run-stage.ts';
import {
  byId,
  decodedMail,
  delivery,
  inboundMail,
  mailReception,
  openCase,
  outboundMail,
  raw,
  startsCases,
  verdict,
} from '../fixtures/specimens.ts';
import { classify } from './classify.ts';

const nullPath = { source: { kind: 'smtp', envelopeFrom: '', recipient: 'info@gemeente.nl', peer: '' } } as const;
const about = { kind: 'inboundMessage', id: 'mail' } as const;
const ID = '<sent@gemeente.nl>';

/** A scanned mail, a case it may belong on, and a mail of ours to three recipients. */
async function townWith(mail: Partial<DecodedMessage>, more: Partial<InboundMessage> = {}): Promise<Office> {
  const to = ['a', 'b', 'c'].map((name) => delivery({ id: name, address: `${name}@example.nl`, state: 'sent' }));
  const frozen = { ...raw, messageId: ID, subject: '', sender: { name: '', address: 'info@gemeente.nl' } };
  const town = office({
    cases: byId(openCase()),
    profiles: [mailReception, startsCases],
    outbound: byId(outboundMail({ state: 'frozen', frozen, recipients: to })),
  });
  const decoded = await storeDecoded(town.blobs, decodedMail(mail), new AbortController().signal);
  town.rows.inbound.set('mail', inboundMail({ state: 'scanned', verdict: verdict(), decoded, ...more }));
  return town;
}

const stateOf = (town: Office) => town.rows.inbound.get('mail')?.state;
const onCase = { subject: '[1458-ae34dc]' };

describe('classify', () => {
  it.each<[string, Partial<DecodedMessage>]>([
    ['of a case', onCase],
    ['that starts a case', {}],
  ])('hands mail %s on, with its place and why', async (_, mail) => {
    const town = await townWith(mail);

    const { born } = await runStage(classify, about, town);

    expect(born).toEqual(['attach-to-case inboundMessage mail']);
    expect(stateOf(town)).toBe('classified');
    expect(town.rows.inbound.get('mail')?.classification?.why.wrongCodes).toEqual([]);
  });

  it('leaves what fits nowhere to a person', async () => {
    const town = await townWith({}, { deliveredTo: 'elders@gemeente.nl' });

    const { born } = await runStage(classify, about, town);

    expect(born).toEqual([]);
    expect(town.rows.inbound.get('mail')).toMatchObject({ state: 'unmatched', classification: { kind: 'unmatched' } });
  });

  it.each<[string, Partial<DecodedMessage>, Partial<InboundMessage>]>([
    ['says so in its header', { autoSubmitted: true }, {}],
    ['has its words and came with a null return path', { autoSubmitted: true, autoSubmittedGuess: 'words' }, nullPath],
  ])('files mail of a machine that %s, and starts nothing with it', async (_, mail, more) => {
    const town = await townWith(mail, more);

    expect(await runStage(classify, about, town)).toMatchObject({ born: [] });
    expect(stateOf(town)).toBe('autoReplyFiled');
  });

  it('leaves to a person what came with a null return path and looks like nothing else of a machine', async () => {
    const town = await townWith({}, nullPath);

    expect(await runStage(classify, about, town)).toMatchObject({ born: [] });
    expect(stateOf(town)).toBe('unmatched');
  });

  it('marks the recipients that a bounce reports as failed, each with its own status, and no others', async () => {
    const recipients = [
      { address: 'a@example.nl', action: 'failed', status: '5.1.1' },
      { address: 'b@example.nl', action: 'delayed', status: '4.2.2' },
      { address: 'c@example.nl', action: 'failed', status: '5.2.2' },
    ];
    const town = await townWith({ bounce: { originalMessageId: ID, recipients } });

    await runStage(classify, about, town);

    const letter = await town.outbound.load('letter');
    expect(letter.recipients.map(({ state, reply }) => [state, reply])).toEqual([
      ['bounced', '5.1.1'],
      ['sent', null],
      ['bounced', '5.2.2'],
    ]);
    expect(stateOf(town)).toBe('bounceRecorded');
  });

  it('records a bounce of a mail that is not ours', async () => {
    const town = await townWith({ bounce: { originalMessageId: '<x@example.nl>', recipients: [] } });

    await runStage(classify, about, town);

    expect(stateOf(town)).toBe('bounceRecorded');
  });

  it('has one effect when it runs twice, also when the first run died', async () => {
    const town = await townWith(onCase);

    await dieBeforeEnd(classify, about, town);
    const second = await runStage(classify, about, town);
    const third = await runStage(classify, about, town);

    expect([second.born.length, third.born.length]).toEqual([1, 0]);
  });

  it.each(['received', 'quarantined', 'onCase', 'discarded', 'unmatched'] as const)(
    'leaves a message that is %s alone',
    async (state) => {
      const town = await townWith(onCase, { state });

      expect(await runStage(classify, about, town)).toMatchObject({ born: [] });
      expect(stateOf(town)).toBe(state);
    },
  );

  it('reads nothing of a message without a clean verdict', async () => {
    const town = await townWith(onCase, { state: 'failed', verdict: null });

    await expect(runStage(classify, about, town)).rejects.toMatchObject({ code: 'record-missing' });
  });

  it('asks for a new scan where there is no decoded form', async () => {
    const town = await townWith(onCase, { decoded: null });

    await expect(runStage(classify, about, town)).rejects.toMatchObject({ code: 'record-missing' });
  });

  it.each(['inbound.load', 'inbound.classified', 'blobs.read', 'cases.findByNumber', 'profiles.active'])(
    'lets an error of %s through, with nothing recorded',
    async (call) => {
      const error = new TransientError('timed-out', { message: 'Later.' });
      const town = await townWith(onCase);

      await expect(runStage(classify, about, failing(town, call, error))).rejects.toBe(error);

      expect(stateOf(town)).toBe('scanned');
    },
  );

  it.each(['outbound.findByMessageId', 'outbound.bounced', 'inbound.settled'])(
    'lets an error of %s through while it records a bounce, and records half of nothing',
    async (call) => {
      const error = new TransientError('timed-out', { message: 'Later.' });
      const recipients = [{ address: 'a@example.nl', action: 'failed', status: '5.1.1' }];
      const town = await townWith({ bounce: { originalMessageId: ID, recipients } });

      await expect(runStage(classify, about, failing(town, call, error))).rejects.toBe(error);

      expect(stateOf(town)).toBe('scanned');
      expect((await town.outbound.loadDelivery('a')).state).toBe('sent');
    },
  );

  it('marks the message failed, with the code, when all tries are over', async () => {
    const town = await townWith(onCase);

    await town.records.transaction(async (tx) => classify.failed?.({ ...town, tx, about, code: 'blob-missing' }));

    expect(town.rows.inbound.get('mail')).toMatchObject({ state: 'failed', reason: 'blob-missing' });
  });
});
