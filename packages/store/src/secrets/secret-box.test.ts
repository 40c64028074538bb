import { randomBytes } from 'node:crypto';
import { PermanentError } from '@zaakpost/domain';
import { describe, expect, it } from 'vitest';
import { type SecretKey, secretBox } from './secret-box.ts';

const key = (id: string): SecretKey => ({ id, key: randomBytes(32) });
const [first, second] = [key('first'), key('second')];

describe('a secret at rest', () => {
  it('opens to what was sealed, and never looks the same twice', () => {
    const box = secretBox([first]);

    const envelopes = [box.seal('gehéim', 'p:password'), box.seal('gehéim', 'p:password')];

    expect(envelopes.map((envelope) => box.open(envelope, 'p:password'))).toEqual(['gehéim', 'gehéim']);
    expect(envelopes[0]).not.toBe(envelopes[1]);
    expect(envelopes[0]).not.toContain('geh');
  });

  it('opens with an older key after a new one was put in front, and is known to be old', () => {
    const envelope = secretBox([first]).seal('secret', 'here');

    const rotated = secretBox([second, first]);

    expect(rotated.open(envelope, 'here')).toBe('secret');
    expect(rotated.isOld(envelope)).toBe(true);
    expect(rotated.isOld(rotated.seal('secret', 'here'))).toBe(false);
  });

  it.each([
    ['by another key of the same name', (e: string) => [e, 'here', key('first')] as const],
    ['without its key', (e: string) => [e, 'here', second] as const],
    ['in another place', (e: string) => [e, 'there', first] as const],
    [
      'when a byte was changed',
      (e: string) => [e.replace(/.$/u, (c) => (c === 'A' ? 'Q' : 'A')), 'here', first] as const,
    ],
    ['when it is no envelope', () => ['secret', 'here', first] as const],
    ['with a short tag', (e: string) => [e.replace(/[^.]+$/u, 'AAAA'), 'here', first] as const],
  ])('does not open %s', (_, attempt) => {
    const [envelope, context, with_] = attempt(secretBox([first]).seal('secret', 'here'));

    const open = () => secretBox([with_]).open(envelope, context);

    expect(open).toThrow(PermanentError);
    expect(open).toThrow(expect.objectContaining({ code: 'secret-unreadable' }));
  });
});
