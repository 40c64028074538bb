import { describe, expect, it } from 'vitest';
import { office } from '../fixtures/office.ts';
import { runStage } from '../fixtures/run-stage.ts';
import { byId, delivery, fillsIntake, outboundMail, raw, startsCases } from '../fixtures/specimens.ts';
import {
  about,
  counts,
  onCase,
  photo,
  rolesOn,
  standing,
  startsCase,
  toIntake,
  townWith,
  why,
} from './attach-to-case.fixture.ts';
import { attachToCase } from './attach-to-case.ts';

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

it.each([
  ['that its sender’s domain disowns', 'failed', 'needsConfirmation'],
  ['of which DNS could not tell whether it is forged', 'unanswered', 'needsConfirmation'],
  ['whose domain has no policy', 'notChecked', 'onCase'],
] as const)('leaves mail %s on its case as %s: %s', async (_, authentication, state) => {
  const town = await townWith({ ...onCase, why: { ...why, authentication } });

  await runStage(attachToCase, about, town);

  expect(standing(town)).toEqual([state, 'case']);
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

  it('acknowledges what a citizen sent while DNS was away', async () => {
    const town = await townWith({ ...startsCase, why: { ...startsCase.why, authentication: 'unanswered' } });

    await runStage(attachToCase, about, town);

    expect(town.rows.outbound.size).toBe(1);
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
