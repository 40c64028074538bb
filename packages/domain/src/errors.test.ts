import { describe, expect, it } from 'vitest';
import { ConfigError, ERROR_CODES, PermanentError, TransientError, UnavailableError, ZaakpostError } from './errors.ts';

describe('an error of ours', () => {
  const cause = new Error('ECONNRESET');

  it.each([
    new TransientError('smtp-deferred', { message: 'Later.', cause, retryAfter: 5 }),
    new UnavailableError('clamd-away', { message: 'Later.', cause, scope: 'stage', retryAfter: 5 }),
    new PermanentError('blob-missing', { message: 'Later.', cause }),
  ])('says its kind, what failed and why: $name', (error) => {
    expect(error).toBeInstanceOf(ZaakpostError);
    expect(error).toMatchObject({ name: error.constructor.name, message: 'Later.', cause });
    expect(ERROR_CODES).toContain(error.code);
  });

  it('has no cause where there is none', () => {
    expect('cause' in new PermanentError('blob-missing', { message: 'Gone.' })).toBe(false);
  });

  it('carries how long to wait, and for how much', () => {
    expect(new TransientError('timed-out', { message: '', retryAfter: 5 }).retryAfter).toBe(5);
    expect(new TransientError('timed-out', { message: '' }).retryAfter).toBeUndefined();
    expect(new UnavailableError('clamd-away', { message: '', scope: 'thing' })).toMatchObject({ scope: 'thing' });
  });
});

describe('the list of codes', () => {
  it('names each once, in words fit for a metric label and a heading', () => {
    expect(new Set(ERROR_CODES).size).toBe(ERROR_CODES.length);
    expect(ERROR_CODES.filter((code) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/u.test(code))).toEqual([]);
  });
});

describe('a configuration that cannot be used', () => {
  it('tells every problem at once', () => {
    const error = new ConfigError(['PORT is no port.', 'KEYS is missing.']);

    expect(error.problems).toHaveLength(2);
    expect(error.message).toBe('The configuration has 2 problem(s):\n- PORT is no port.\n- KEYS is missing.');
  });
});
