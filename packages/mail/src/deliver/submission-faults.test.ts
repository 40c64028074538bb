import { type SmtpFault, type SmtpPoint, withFaultySmtp } from '@zaakpost/testing';
import { describe, expect, test } from 'vitest';
import { closed, deliver, open, unended } from './submission.fixture.ts';

const BEFORE: SmtpPoint[] = ['greeting', 'EHLO', 'STARTTLS', 'AUTH', 'MAIL', 'RCPT', 'DATA'];

/** For servers that say nothing. */
const HASTY = { timeouts: { connect: 3_000, transfer: 3_000, reply: 3_000 } };

describe.each(['drop', 'reset', 'silence', 'cut'] as const)('with a %s', (how) => {
  const patience = how === 'silence' ? HASTY : {};

  // Together, since they wait.
  test.concurrent.for([...BEFORE, 'message'] as const)(
    'at %s it is certainly unsent',
    async (at, { onTestFinished }) => {
      await withFaultySmtp({ at, how }, async (smtp) => {
        const by = open(patience, onTestFinished);
        const { error, handed } = await deliver(smtp, { by, mime: at === 'message' ? unended : undefined });

        expect(error).toMatchObject({ name: 'UnavailableError', scope: 'thing' });
        expect(handed).toBe(0);
        await closed(smtp);
        expect(smtp.taken).toEqual([]);
      });
    },
  );

  test.concurrent('after the final dot the outcome is unknown', async ({ onTestFinished }) => {
    await withFaultySmtp({ at: 'dot', how }, async (smtp) => {
      const { outcome, handed } = await deliver(smtp, { by: open(patience, onTestFinished) });

      expect(outcome).toMatchObject({ kind: 'unknown' });
      expect(handed).toBe(1);
      expect(smtp.taken).toHaveLength(1);
    });
  });
});

const reply = (text: string, at: SmtpPoint): SmtpFault => ({ at, how: { reply: text } });

const IN_TRANSACTION = ['MAIL', 'RCPT', 'DATA', 'dot', 'message'] as const;

test.each(BEFORE.filter((at) => !IN_TRANSACTION.includes(at as never)))('a 4xx at %s asks to come back', async (at) => {
  await withFaultySmtp(reply('451 4.3.0 Later', at), async (smtp) => {
    const { error, handed } = await deliver(smtp);

    expect(error).toMatchObject({ name: 'TransientError', code: 'smtp-deferred' });
    expect(handed).toBe(0);
  });
});

test.each(IN_TRANSACTION)('a 4xx at %s is deferred with its reply', async (at) => {
  await withFaultySmtp(reply('451 4.3.0 Later', at), async (smtp) => {
    const { outcome, handed } = await deliver(smtp, { mime: at === 'message' ? unended : undefined });

    expect(outcome).toEqual({ kind: 'deferred', reply: '451 4.3.0 Later' });
    expect(handed).toBe(at === 'dot' ? 1 : 0);
  });
});

test.each(IN_TRANSACTION)('a 5xx at %s is a refusal with its reply', async (at) => {
  await withFaultySmtp(reply('550 5.1.1 No such user', at), async (smtp) => {
    const { outcome, handed } = await deliver(smtp, { mime: at === 'message' ? unended : undefined });

    expect(outcome).toEqual({ kind: 'refused', reply: '550 5.1.1 No such user' });
    expect(handed).toBe(at === 'dot' ? 1 : 0);
  });
});

test.each([
  ['greeting', 'smtp-unreachable'],
  ['EHLO', 'smtp-unreachable'],
  ['STARTTLS', 'smtp-tls'],
  ['AUTH', 'smtp-login-refused'],
] as const)("a 5xx at %s is the server's fault and no refusal of the mail", async (at, code) => {
  await withFaultySmtp(reply('554 5.0.0 No', at), async (smtp) => {
    const { error } = await deliver(smtp);

    expect(error).toMatchObject({ name: 'UnavailableError', code, scope: 'thing' });
    expect(error.message).not.toContain('geheim');
  });
});

test('a 250 before the message has ended is not believed', async () => {
  await withFaultySmtp(reply('250 2.0.0 OK', 'message'), async (smtp) => {
    const { error, handed } = await deliver(smtp, { mime: unended });

    expect(error).toMatchObject({ code: 'smtp-protocol' });
    expect(handed).toBe(0);
    await closed(smtp);
    expect(smtp.taken).toEqual([]);
  });
});

test('a reply that is neither yes nor no leaves the outcome unknown', async () => {
  await withFaultySmtp(reply('399 Perhaps', 'dot'), async (smtp) => {
    expect((await deliver(smtp)).outcome).toMatchObject({ kind: 'unknown' });
  });
});
