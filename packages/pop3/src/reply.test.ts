import { describe, expect, it } from 'vitest';
import { parseReply, refusal } from './reply.ts';

const refused = (line: string, secrets: string[] = []) => {
  const reply = parseReply(line);
  if (reply === undefined) throw new Error(`${line} is no reply`);
  return refusal('PASS', reply, secrets, 'auth');
};

describe('a reply', () => {
  it.each([
    ['-ERR [IN-USE] locked', 'in-use', 'IN-USE'],
    ['-ERR [login-delay] later', 'login-delay', 'LOGIN-DELAY'],
    ['-ERR [SYS/TEMP] later', 'temporary', 'SYS/TEMP'],
    ['-ERR [SYS/PERM] broken', 'permanent', 'SYS/PERM'],
    ['-ERR [AUTH] no', 'auth', 'AUTH'],
    ['-ERR [GEHEIM] no', 'auth', undefined],
    ['-ERR', 'auth', undefined],
  ])('%s becomes a %s error', (line, kind, code) => {
    expect(refused(line)).toMatchObject({ kind, code });
  });

  it.each(['', '+OKAY', '-ERROR', '* OK', '220 smtp.example', 'HTTP/1.1 400 Bad Request', ' +OK'])(
    'is not %j',
    (line) => {
      expect(parseReply(line)).toBeUndefined();
    },
  );

  it('shows the words of the server, cleaned and cut, outside the message and the properties', () => {
    const error = refused(`-ERR \x1b[31mno\xe9 ${'a'.repeat(500)}`);

    expect(error.serverWords).toMatch(/^\?\[31mno\? a+$/);
    expect(error.serverWords).toHaveLength(200);
    expect(JSON.stringify({ ...error, message: error.message, stack: error.stack })).not.toContain('aaa');
  });

  it('shows nothing of a line that holds a secret', () => {
    expect(refused('-ERR what is PASS Geheim1', ['geheim1']).serverWords).toBeUndefined();
  });
});
