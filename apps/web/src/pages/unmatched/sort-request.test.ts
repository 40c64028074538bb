import { describe, expect, it } from 'vitest';
import { nl } from '../../text/nl/index.ts';
import { translator } from '../../text/translate.ts';
import { type Sorting, sortingErrors, sortingRequest } from './sort-request.ts';

const t = translator(nl);
const EMPTY: Sorting = { way: null, caseNumber: '', caseTypeId: '', requestor: '', reason: '' };

describe('the form that gives a mail its place', () => {
  it.each([
    [EMPTY, 'way'],
    [{ ...EMPTY, way: 'link' as const, caseNumber: 'zaak 12' }, 'caseNumber'],
    [{ ...EMPTY, way: 'start' as const }, 'caseTypeId'],
    [{ ...EMPTY, way: 'discard' as const, reason: '  ' }, 'reason'],
  ])('says what is missing: %o', (form, field) => {
    expect(Object.keys(sortingErrors(form, t))).toEqual([field]);
  });

  it('looks only at the fields of the chosen way', () => {
    expect(sortingErrors({ ...EMPTY, way: 'link', caseNumber: ' 1458 ' }, t)).toEqual({});
    expect(sortingErrors({ ...EMPTY, way: 'intake' }, t)).toEqual({});
  });

  it('asks for what was chosen', () => {
    expect(sortingRequest({ ...EMPTY, way: 'link', caseNumber: ' 1458 ' })).toEqual({
      action: 'link',
      body: { caseNumber: 1458 },
    });
    expect(sortingRequest({ ...EMPTY, way: 'start', caseTypeId: 'x', requestor: ' ' })).toEqual({
      action: 'start-case',
      body: { caseTypeId: 'x' },
    });
    expect(sortingRequest({ ...EMPTY, way: 'discard', reason: ' Reclame ' })).toEqual({
      action: 'discard',
      body: { reason: 'Reclame' },
    });
    expect(sortingRequest({ ...EMPTY, way: 'intake' })).toEqual({ action: 'to-intake' });
  });
});
