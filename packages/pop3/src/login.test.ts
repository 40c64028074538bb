import { describe, expect, it } from 'vitest';
import type { Pop3Credentials } from './login.ts';
import { type Script, withSession } from './scripted-server.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const account = { user: 'loket', password: 'geheim é' };
const token = { user: 'loket', accessToken: 'y'.repeat(300) };
const bearer = base64(`user=loket\x01auth=Bearer ${token.accessToken}\x01\x01`);

/** Answers each line in turn, then CAPA, and gives what the client sent between the two CAPAs. */
function login(capabilities: string[], answers: string[], credentials: Pop3Credentials) {
  const script: Script = async (peer) => {
    for (const answer of answers) {
      await peer.hear();
      peer.say(`${answer}\r\n`);
    }
    await peer.offer('UIDL');
  };
  return withSession({ capabilities, script }, async (session, { heard }) => {
    await session.login(credentials);
    return heard.slice(1, -1);
  });
}

function refusedLogin(capabilities: string[], answers: string[], credentials: Pop3Credentials = account) {
  return login(capabilities, answers, credentials).then(
    () => undefined,
    (error) => error,
  );
}

describe('login', () => {
  it('uses USER and PASS when SASL PLAIN is not offered', async () => {
    expect(await login(['USER'], ['+OK', '+OK'], account)).toEqual(['USER loket', 'PASS geheim é']);
  });

  it('uses SASL PLAIN with its initial response when offered', async () => {
    expect(await login(['USER', 'SASL LOGIN PLAIN'], ['+OK'], account)).toEqual([
      `AUTH PLAIN ${base64('\0loket\0geheim é')}`,
    ]);
  });

  it('sends a response that exceeds the command line by itself', async () => {
    const password = 'x'.repeat(200);

    expect(await login(['SASL PLAIN'], ['+ ', '+OK'], { user: 'loket', password })).toEqual([
      'AUTH PLAIN',
      base64(`\0loket\0${password}`),
    ]);
  });

  it('sends an OAuth token in the two-line form of Exchange', async () => {
    expect(await login(['SASL XOAUTH2'], ['+', '+OK'], token)).toEqual(['AUTH XOAUTH2', bearer]);
  });

  it('sends an OAuth token on one line when asked to', async () => {
    expect(await login(['SASL XOAUTH2'], ['+OK'], { ...token, oneLine: true })).toEqual([`AUTH XOAUTH2 ${bearer}`]);
  });

  it.each([
    [account, ['SASL CRAM-MD5 NTLM']],
    [token, ['USER', 'SASL PLAIN']],
  ])('says plainly when %j cannot be used, and sends nothing secret', async (credentials, capabilities) => {
    await withSession({ capabilities, script: async () => {} }, async (session, { heard }) => {
      await expect(session.login(credentials)).rejects.toMatchObject({ kind: 'unsupported' });
      expect(heard).toEqual(['CAPA']);
    });
  });

  it('tries USER and PASS where nothing is said of logging in', async () => {
    expect(await login(['UIDL'], ['+OK', '+OK'], account)).toEqual(['USER loket', 'PASS geheim é']);
  });

  it('takes a refusal after an explanation for wrong credentials, whatever codes the server has', async () => {
    const said = `+ ${base64('{"status":"401","schemes":"bearer"}')}`;

    const error = await refusedLogin(['SASL XOAUTH2', 'AUTH-RESP-CODE'], ['+ ', said, '-ERR no'], token);

    expect(error).toMatchObject({ kind: 'auth' });
  });

  it('answers the explanation of a refused token with an empty line', async () => {
    const error = await refusedLogin([], ['+ ', `+ ${base64('{"status":"400"}')}`, '-ERR [AUTH] no'], token);

    expect(error).toMatchObject({ kind: 'auth', code: 'AUTH' });
  });

  it.each([
    [[], '-ERR no', 'auth'],
    [['AUTH-RESP-CODE'], '-ERR disabled at this hour', 'refused'],
    [['AUTH-RESP-CODE'], '-ERR [AUTH] no', 'auth'],
    [[], '-ERR [IN-USE] locked', 'in-use'],
    [[], '-ERR [SYS/TEMP] later', 'temporary'],
  ])('with %j takes "%s" for %s', async (capabilities, answer, kind) => {
    expect(await refusedLogin(capabilities, ['+OK', answer])).toMatchObject({ kind });
  });

  it.each([
    ['PASS', ['USER'], ['+OK', `-ERR unknown command PASS ${Buffer.from('geheim é').toString('latin1')}`]],
    ['AUTH', ['SASL PLAIN'], [`-ERR what is AUTH PLAIN ${base64('\0loket\0geheim é')}`]],
  ])('shows no credential that the server echoes after %s', async (_, capabilities, answers) => {
    const error = await refusedLogin(capabilities, answers);

    expect(error.kind).toBe('auth');
    expect(error.serverWords).toBeUndefined();
    expect(error.message + error.stack).not.toMatch(/geheim|AGxva2V0/);
  });

  it.each(['geheim\r\nDELE 1', 'ge\0heim', 'ge\nheim'])('does not send the password %j', async (password) => {
    await withSession({ script: async () => {} }, async (session, { heard }) => {
      await expect(session.login({ user: 'loket', password })).rejects.toMatchObject({ kind: 'auth' });
      expect(heard).toEqual(['CAPA']);
    });
  });
});
