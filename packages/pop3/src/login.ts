import type { Capabilities } from './capabilities.ts';
import type { Dialogue } from './dialogue.ts';
import { Pop3Error } from './error.ts';
import type { Reply } from './reply.ts';

/** A user and a password, or an OAuth 2 access token for XOAUTH2. */
export type Pop3Credentials =
  | { user: string; password: string }
  | {
      user: string;
      accessToken: string;
      /** Sends the token on the AUTH line itself. Off by default: it exceeds the 255 octets of RFC 5034 and Exchange refuses it. */
      oneLine?: boolean;
    };

/** RFC 5034 section 4: a longer initial response goes on a line of its own. */
const longestCommand = 255 - '\r\n'.length;

/** Logs in the strongest way that both sides know. All of it runs inside TLS, so the plain mechanisms are the right ones. */
export async function login(
  dialogue: Dialogue,
  capabilities: Capabilities,
  credentials: Pop3Credentials,
): Promise<void> {
  const failed = failureKind(capabilities);
  const mechanisms = capabilities.get('SASL');
  if ('accessToken' in credentials) {
    // Where nothing is said of SASL at all it may be there; where others are named it is not.
    if (mechanisms && !mechanisms.includes('XOAUTH2')) throw unsupported('XOAUTH2');
    return xoauth2(dialogue, credentials, failed);
  }
  const { user, password } = checked(credentials);
  if (mechanisms && !mechanisms.includes('PLAIN') && !capabilities.has('USER')) throw unsupported('PLAIN or USER');
  dialogue.conceal(password, base64(password));
  return mechanisms?.includes('PLAIN')
    ? sasl(dialogue, 'PLAIN', base64(`\0${user}\0${password}`), failed)
    : userPass(dialogue, user, password, failed);
}

const unsupported = (wanted: string) =>
  new Pop3Error('unsupported', `The server offers ways to log in, and ${wanted} is not among them.`);

// RFC 3206: a server that announces AUTH-RESP-CODE says [AUTH] when the credentials are at fault, and only then.
function failureKind(capabilities: Capabilities): 'auth' | 'refused' {
  return capabilities.has('AUTH-RESP-CODE') ? 'refused' : 'auth';
}

async function userPass(dialogue: Dialogue, user: string, password: string, failed: 'auth' | 'refused'): Promise<void> {
  dialogue.send(`USER ${user}`);
  await dialogue.expect('USER', failed);
  dialogue.send(`PASS ${password}`);
  await dialogue.expect('PASS', failed);
}

type Token = { user: string; accessToken: string; oneLine?: boolean };

function xoauth2(dialogue: Dialogue, { user, accessToken, oneLine = false }: Token, failed: 'auth' | 'refused') {
  dialogue.conceal(accessToken);
  const response = base64(`user=${user}\x01auth=Bearer ${accessToken}\x01\x01`);
  return sasl(dialogue, 'XOAUTH2', response, failed, oneLine ? Number.POSITIVE_INFINITY : 0);
}

async function sasl(
  dialogue: Dialogue,
  mechanism: string,
  response: string,
  failed: 'auth' | 'refused',
  longest = longestCommand,
): Promise<void> {
  dialogue.conceal(response);
  const verb = `AUTH ${mechanism}`;
  const whole = `${verb} ${response}`;
  const atOnce = whole.length <= longest;
  dialogue.send(atOnce ? whole : verb);
  let reply = await dialogue.hear();
  if (reply.status === 'challenge' && !atOnce) {
    dialogue.send(response);
    reply = await dialogue.hear();
  }
  // Whoever explains in a challenge what is wrong with the credentials need not say so again by a code.
  if (reply.status === 'challenge') settle(dialogue, verb, await giveUp(dialogue), 'auth');
  else settle(dialogue, verb, reply, failed);
}

// XOAUTH2 explains a failure in a challenge and says -ERR only after an empty answer to it.
function giveUp(dialogue: Dialogue): Promise<Reply> {
  dialogue.send('');
  return dialogue.hear();
}

function settle(dialogue: Dialogue, verb: string, reply: Reply, failed: 'auth' | 'refused'): void {
  if (reply.status === 'error') throw dialogue.refusal(verb, reply, failed);
  if (reply.status !== 'ok') {
    throw dialogue.wire.fail(new Pop3Error('protocol', `The server did not come to an end with ${verb}.`));
  }
}

function checked(credentials: { user: string; password: string }): { user: string; password: string } {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not get through
  const unsendable = /[\x00-\x1f\x7f]/;
  if (unsendable.test(credentials.user) || unsendable.test(credentials.password)) {
    throw new Pop3Error('auth', 'The user name or the password holds a control character and cannot be sent.');
  }
  return credentials;
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
