import { UnavailableError } from '@zaakpost/domain';
import { expect, it } from 'vitest';
import { readFinding, readVersion } from './clamd-answer.ts';

it('calls only the literal OK clean', () => {
  expect(readFinding('stream: OK')).toEqual({ outcome: 'clean', signature: null });
  for (const answer of ['OK', 'stream: ok', 'stream: OK and more', '', '<html>', 'stream:  FOUND', 'UNKNOWN COMMAND']) {
    expect(() => readFinding(answer), answer).toThrow(
      expect.objectContaining({ code: 'clamd-garbled', scope: 'stage' }),
    );
  }
});

it('names what was found', () => {
  expect(readFinding('stream: Eicar-Test-Signature FOUND')).toEqual({
    outcome: 'infected',
    signature: 'Eicar-Test-Signature',
  });
});

it.each([
  ['stream: Heuristics.Limits.Exceeded.MaxRecursion FOUND', 'Heuristics.Limits.Exceeded.MaxRecursion'],
  ['stream: Heuristics.Limits.Exceeded FOUND', 'Heuristics.Limits.Exceeded'],
  ['stream: Heuristics.Encrypted.Zip FOUND', 'Heuristics.Encrypted.Zip'],
  ['INSTREAM size limit exceeded. ERROR', 'StreamMaxLength'],
])('calls unscannable what clamd could not look into: %s', (answer, signature) => {
  expect(readFinding(answer)).toEqual({ outcome: 'unscannable', signature });
});

it('takes an ERROR for a clamd that is away, and repeats none of its words', () => {
  expect(() => readFinding('stream: /tmp/secret: lstat() failed. ERROR')).toThrow(
    expect.toSatisfy((e: UnavailableError) => e.code === 'clamd-away' && !e.message.includes('secret')),
  );
});

it('reads the age of the signatures', () => {
  expect(readVersion('ClamAV 1.4.6/27123/Mon Nov 23 09:12:44 2026')).toEqual({
    scanner: 'ClamAV 1.4.6/27123',
    signaturesFrom: new Date('2026-11-23T09:12:44Z'),
  });
  expect(readVersion('ClamAV 1.4.6/27123/Sun Nov  1 09:12:44 2026').signaturesFrom).toEqual(
    new Date('2026-11-01T09:12:44Z'),
  );
  expect(readVersion('ClamAV 1.4.6')).toEqual({ scanner: 'ClamAV 1.4.6', signaturesFrom: null });
  expect(() => readVersion('220 mail.example ESMTP')).toThrow(UnavailableError);
});
