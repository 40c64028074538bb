import { describe, expect, it } from 'vitest';
import { office } from '../fixtures/office.ts';
import { byId, mailReception, openCase, startsCases } from '../fixtures/specimens.ts';
import { placeOf, town } from './classification.fixture.ts';

describe('mail with a code', () => {
  it('belongs on the open case whose code it is, sent by somebody known there', async () => {
    expect(await placeOf({ subject: 'Re: [Voorbeeld 1458-AE34DC] Boom' })).toEqual({
      kind: 'case',
      caseId: 'case',
      why: {
        ...{ rule: 'subjectCode', matched: '1458-ae34dc', sender: 'known', authentication: 'notChecked' },
        ...{ wrongCodes: [], resolvedCaseId: null },
      },
    });
  });

  it.each([
    ['somebody else', [{ name: 'Jan', address: 'piet@example.nl' }]],
    ['nobody', []],
    [
      'somebody known beside somebody else',
      [
        { name: '', address: 'piet@example.nl' },
        { name: '', address: 'jan@example.nl' },
      ],
    ],
  ])('of %s belongs there too, of an unknown sender', async (_, from) => {
    expect(await placeOf({ subject: '[1458-ae34dc]', from })).toMatchObject({
      kind: 'case',
      why: { sender: 'unknown' },
    });
  });

  it.each(['new', 'stalled'] as const)('belongs on a case that is %s', async (status) => {
    const registers = office({ cases: byId(openCase({ status })), profiles: [mailReception] });

    expect(await placeOf({ subject: '[1458-ae34dc]' }, {}, registers)).toMatchObject({ kind: 'case' });
  });

  it('that is wrong is mail without a code, but recorded', async () => {
    const wrongCodes = [
      { caseNumber: 1458, mailCode: '000000' },
      { caseNumber: 99, mailCode: 'ae34dc' },
    ];

    const place = await placeOf({ subject: '[1458-000000] [99-ae34dc]' });

    expect(place).toMatchObject({ kind: 'startCase', why: { rule: 'inboundProfile', wrongCodes } });
  });

  it('that is longer or shorter than the right one is wrong', async () => {
    const place = await placeOf({ subject: '[1458-ae34dc0]' });

    expect(place).toMatchObject({ kind: 'startCase', why: { wrongCodes: [{ mailCode: 'ae34dc0' }] } });
  });

  it('that is right among wrong ones belongs on its case, with the wrong ones recorded', async () => {
    const place = await placeOf({ subject: '[1458-ae34dc] [1459-000000] [1458-000000]' });

    expect(place).toMatchObject({
      ...{ kind: 'case', caseId: 'case' },
      why: { matched: '1458-ae34dc', wrongCodes: [{ caseNumber: 1459 }, { caseNumber: 1458 }] },
    });
  });

  it('given twice is one code', async () => {
    expect(await placeOf({ subject: '[A 1458-ae34dc] Re: [B 1458-AE34DC]' })).toMatchObject({ kind: 'case' });
  });

  it('of several open cases goes to a person', async () => {
    expect(await placeOf({ subject: '[1458-ae34dc] [1459-bbbbbb]' })).toMatchObject({
      ...{ kind: 'unmatched', why: { rule: 'severalCases', matched: null } },
    });
  });

  it('of a resolved case is handled as other mail, with a hint to that case', async () => {
    expect(await placeOf({ subject: '[12-cccccc]' })).toMatchObject({
      ...{ kind: 'startCase', why: { rule: 'inboundProfile', resolvedCaseId: 'old' } },
    });
  });

  it('of a resolved and of an open case belongs on the open one, with the hint', async () => {
    expect(await placeOf({ subject: '[12-cccccc] [1458-ae34dc]' })).toMatchObject({
      ...{ kind: 'case', caseId: 'case', why: { resolvedCaseId: 'old' } },
    });
  });

  it('means nothing, and records nothing, while mail reception is switched off', async () => {
    const registers = town();
    registers.rows.profiles = [{ ...mailReception, active: false }, startsCases];

    expect(await placeOf({ subject: '[1458-ae34dc] [1459-000000]' }, {}, registers)).toMatchObject({
      ...{ kind: 'startCase', why: { wrongCodes: [] } },
    });
  });
});
