import { Pop3Error, type Pop3ErrorKind, type Pop3ResponseCode } from './error.ts';

/** One status line: `+OK`, `-ERR`, or `+ ` with a SASL challenge. */
export type Reply = { status: 'ok' | 'error' | 'challenge'; code: Pop3ResponseCode | undefined; text: string };

const kinds: Readonly<Record<Pop3ResponseCode, Pop3ErrorKind>> = {
  'IN-USE': 'in-use',
  'LOGIN-DELAY': 'login-delay',
  'SYS/TEMP': 'temporary',
  'SYS/PERM': 'permanent',
  AUTH: 'auth',
};

/** Reads a status line without its CRLF; undefined when it is none. */
export function parseReply(line: string): Reply | undefined {
  const match = /^(\+OK|-ERR|\+)(?: (.*))?$/.exec(line);
  if (match === null) return undefined;
  const text = match[2] ?? '';
  if (match[1] === '+') return { status: 'challenge', code: undefined, text };
  return { status: match[1] === '-ERR' ? 'error' : 'ok', code: responseCode(text), text };
}

/** The error for an `-ERR`; `fallback` is its kind when the server gave no response code. */
export function refusal(verb: string, reply: Reply, secrets: readonly string[], fallback: Pop3ErrorKind): Pop3Error {
  const kind = reply.code === undefined ? fallback : kinds[reply.code];
  const message =
    reply.code === undefined ? `The server refused ${verb}.` : `The server refused ${verb} [${reply.code}].`;
  return new Pop3Error(kind, message, { code: reply.code, words: presentable(reply.text, secrets) });
}

function responseCode(text: string): Pop3ResponseCode | undefined {
  const code = /^\[([^\]]+)\]/.exec(text)?.[1]?.toUpperCase();
  return code !== undefined && Object.hasOwn(kinds, code) ? (code as Pop3ResponseCode) : undefined;
}

// A server may echo the line it refused, credentials and all.
function presentable(text: string, secrets: readonly string[]): string | undefined {
  if (secrets.some((secret) => text.toLowerCase().includes(secret.toLowerCase()))) return undefined;
  return text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 200);
}
