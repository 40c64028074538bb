import {
  type Classification,
  type DecodedMessage,
  type InboundMessage,
  TransientError,
  type Why,
} from '@zaakpost/domain';
import { describe, expect, it } from 'vitest';
import { storeDecoded } from '../decoded.ts';
import { failing, type Office, office } from '../fixtures/office.ts';
import { dieBeforeEnd, runStage } from '../fixtures/run-stage.ts';
import {
  byId,
  caseType,
  decodedMail,
  delivery,
  fillsIntake,
  inboundMail,
  openCase,
  outboundMail,
  raw,
  startsCases,
  template,
  verdict,
} from '../fixtures/specimens.ts';
import { attachToCase } from './attach-to-case.ts';

const about = { kind: 'inboundMessage', id: 'mail' } as const;
const why: Why = {
  ...{ rule: 'subjectCode', matched: '1458-ae34dc', sender: 'known' },
  ...{ wrongCodes: [], resolvedCaseId: null },
};
const onCase: Classification = { kind: 'case', caseId: 'case', why };
const startsCase: Classification = { kind: 'startCase', profileId: 'incomingMail', why };
const toIntake: Classification = { kind: 'documentIntake', profileId: 'intake', why };
const photo = {
  ...{ sha256: 'b'.repeat(64), size: 10, filename: null, contentType: 'image/jpeg' },
  ...{ inline: false, contentId: null },
};

/** A classified mail with a photo, and everything that it may need. */
async function townWith(
  classification: Classification,
  mail: Partial<DecodedMessage> = {},
  more: Partial<InboundMessage> = {},
): Promise<Office> {
  const town = office({
    cases: byId(openCase()),
    caseTypes: byId(caseType),
    profiles: [startsCases, fillsIntake],
    templates: byId(template()),
  });
  const decoded = await storeDecoded(
    town.blobs,
    decodedMail({ attachments: [photo], ...mail }),
    new AbortController().signal,
  );
  town.rows.inbound.set(
    'mail',
    inboundMail({ state: 'classified', verdict: verdict(), decoded, classification, ...more }),
  );
  return town;
}

const standing = ({ rows }: Office) => [rows.inbound.get('mail')?.state, rows.inbound.get('mail')?.caseId];
const rolesOn = ({ rows }: Office) => [...rows.documents.values()].map(({ caseId, role }) => `${caseId} ${role}`);
const counts = ({ rows }: Office) =>
  [rows.moments, rows.documents, rows.intake, rows.cases, rows.outbound].map(({ size }) => size);

describe('attach-to-case, of mail for a case', () => {
  it('puts contact moment, original and attachments on it, and has the mail printed', async () => {
    const town = await townWith(onCase);

    const { born } = await runStage(attachToCase, about, town);

    expect(born).toEqual(['render-pdf inboundMessage mail']);
    expect(standing(town)).toEqual(['onCase', 'case']);
    expect([...town.rows.moments.values()]).toMatchObject([{ caseId: 'case', why }]);
    expect(rolesOn(town)).toEqual(['case mailAsEml', 'case attachment']);
  });

  it.each([
    ['unknown', 'needsConfirmation'],
    ['notChecked', 'onCase'],
  ] as const)('with a sender who is %s, leaves it there as %s', async (sender, state) => {
    const town = await townWith({ ...onCase, why: { ...why, sender } });

    await runStage(attachToCase, about, town);

    expect(standing(town)).toEqual([state, 'case']);
    expect(rolesOn(town)).toHaveLength(2);
  });
});

it('leaves mail that its sender’s domain disowns on its case, to be confirmed', async () => {
  const town = await townWith({ ...onCase, why: { ...why, authentication: 'failed' } });

  await runStage(attachToCase, about, town);

  expect(standing(town)).toEqual(['needsConfirmation', 'case']);
});

describe('attach-to-case, of mail that starts a case', () => {
  it('starts it with the mail on it, has the mail printed, and acknowledges it', async () => {
    const town = await townWith(startsCase);

    const { born } = await runStage(attachToCase, about, town);

    const [answer] = [...town.rows.outbound.values()];
    expect(born).toEqual(['render-pdf inboundMessage mail', `send-outbound outboundMessage ${answer?.id}`]);
    expect(standing(town)).toEqual(['caseStarted', 'mail']);
    expect(town.rows.cases.get('mail')).toMatchObject({ number: 1459, subject: 'Vraag over mijn boom' });
    expect(answer).toMatchObject({ caseId: 'mail', content: { subject: 'Zaak 1459' } });
  });

  it('acknowledges nothing to somebody whose name a stranger used', async () => {
    const town = await townWith({ ...startsCase, why: { ...startsCase.why, authentication: 'failed' } });

    const { born } = await runStage(attachToCase, about, town);

    expect(born).toEqual(['render-pdf inboundMessage mail']);
    expect(standing(town)[0]).toBe('caseStarted');
  });

  it('acknowledges nothing where the profile names no template', async () => {
    const town = await townWith(startsCase);
    town.rows.profiles = [
      { ...startsCases, settings: { ...startsCases.settings, acknowledgementTemplateId: null } as never },
    ];

    expect((await runStage(attachToCase, about, town)).born).toEqual(['render-pdf inboundMessage mail']);
  });

  it('acknowledges an address once a day', async () => {
    const town = await townWith(startsCase);
    town.rows.acknowledged.set('jan@example.nl', 'an earlier one');

    expect((await runStage(attachToCase, about, town)).born).toEqual(['render-pdf inboundMessage mail']);
    expect(town.rows.outbound.size).toBe(0);
  });

  it.each([
    ['switched off', [{ ...startsCases, active: false }]],
    ['changed into another', [{ ...fillsIntake, id: 'incomingMail' }]],
    ['gone', []],
  ])('fails, and starts nothing, where the profile is %s', async (_, profiles) => {
    const town = await townWith(startsCase);
    town.rows.profiles = profiles;

    await expect(runStage(attachToCase, about, town)).rejects.toMatchObject({ code: 'profile-missing' });
    expect(town.rows.cases.size).toBe(1);
  });
});

describe('attach-to-case, of mail for the document intake', () => {
  it('puts the attachments there, and only those', async () => {
    const town = await townWith(toIntake, { attachments: [photo, { ...photo, inline: true }, photo] });

    const { born } = await runStage(attachToCase, about, town);

    expect(born).toEqual([]);
    expect(standing(town)).toEqual(['inDocumentIntake', null]);
    expect([...town.rows.intake.values()].map(({ filename }) => filename)).toEqual(['bijlage-1', 'bijlage-2']);
    expect(counts(town)).toEqual([0, 0, 2, 1, 0]);
  });

  it('says so where there are none', async () => {
    const town = await townWith(toIntake, { attachments: [] });

    await runStage(attachToCase, about, town);

    expect(standing(town)).toEqual(['noAttachments', null]);
  });
});

describe('attach-to-case, of a mail of ours', () => {
  const of = { kind: 'outboundMessage', id: 'letter' } as const;
  const frozen = { ...raw, messageId: '<x>', subject: 'Uw boom', sender: { name: '', address: 'info@gemeente.nl' } };
  const at = (time: string) => new Date(`2026-11-23T${time}:00Z`);

  it('files it at the moment that its first recipient was settled, and has it printed', async () => {
    const recipients = [
      delivery({ id: 'b', state: 'refused', settledAt: at('14:00') }),
      delivery({ id: 'a', state: 'sent', settledAt: at('13:00') }),
      delivery({ id: 'c' }),
    ];
    const town = office({ outbound: byId(outboundMail({ state: 'frozen', frozen, recipients })) });

    const { born } = await runStage(attachToCase, of, town);

    expect(born).toEqual(['render-pdf outboundMessage letter']);
    expect([...town.rows.moments.values()]).toMatchObject([{ direction: 'outbound', at: at('13:00') }]);
    expect([...town.rows.documents.values()]).toMatchObject([{ role: 'mailAsEml', sha256: raw.sha256 }]);
  });

  it('files it once, although each recipient asks for it', async () => {
    const town = office({ outbound: byId(outboundMail({ state: 'frozen', frozen })) });

    await runStage(attachToCase, of, town);
    await runStage(attachToCase, of, town);

    expect(counts(town)).toEqual([1, 1, 0, 0, 1]);
  });

  it.each([
    ['is on no case', { frozen, caseId: null }],
    ['was never frozen', {}],
  ])('files nothing when it %s', async (_, more) => {
    const town = office({ outbound: byId(outboundMail(more)) });

    expect((await runStage(attachToCase, of, town)).born).toEqual([]);
    expect(counts(town)).toEqual([0, 0, 0, 0, 1]);
  });
});

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
