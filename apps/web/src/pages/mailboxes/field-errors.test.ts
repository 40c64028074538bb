import { describe, expect, it } from 'vitest';
import { Problem } from '../../api/problem.ts';
import { nl } from '../../text/nl/index.ts';
import { translator } from '../../text/translate.ts';
import { fieldErrors, missingIn } from './field-errors.ts';
import { EMPTY_DRAFT } from './mailbox-draft.ts';

const t = translator(nl);

describe('what is wrong in the form of a mailbox', () => {
  it('is what nothing works without; a secret on record counts', () => {
    expect(missingIn(EMPTY_DRAFT, [])).toEqual(['name', 'host', 'userName', 'password']);
    expect(missingIn(EMPTY_DRAFT, ['password'])).toEqual(['name', 'host', 'userName']);
  });

  it('is what a way to get tokens does not work without', () => {
    const oauth = { ...EMPTY_DRAFT, name: 'a', host: 'b', userName: 'c', authentication: 'oauth' } as const;

    expect(missingIn(oauth, [])).toEqual(['tenant', 'clientId', 'clientSecret']);
    expect(missingIn({ ...oauth, tokenUrl: 'https://tokens.example' }, ['oauth.clientSecret'])).toEqual(['clientId']);
    expect(missingIn({ ...oauth, provider: 'google', grant: 'refreshToken' }, [])).toEqual([
      'clientId',
      'refreshToken',
    ]);
    expect(missingIn({ ...oauth, provider: 'google', grant: 'serviceAccount' }, ['oauth.clientSecret'])).toEqual([
      'clientId',
      'privateKey',
    ]);
  });

  it('is what the API refused, beside the field that it is about', () => {
    const errors = [
      { field: 'settings.port', message: 'too big' },
      { field: 'settings.oauth.ca', message: 'no PEM' },
    ];
    const errorOf = fieldErrors([], new Problem(400, { errors }), t);

    expect(errorOf('port')).toBe(nl['mailboxForm.wrong.port']);
    expect(errorOf('oauthCa')).toBe(nl['mailboxForm.wrong.oauthCa']);
    expect(errorOf('ca')).toBeUndefined();
  });
});
