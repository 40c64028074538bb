import type { Socket } from 'node:net';
import { dialPlain, dialTls, type Pop3Server, wrapInTls } from './dial.ts';
import { Dialogue } from './dialogue.ts';
import { defaultLimits, defaultTimeouts, type Pop3Limits, type Pop3Timeouts } from './limits.ts';
import { Pop3Session } from './session.ts';
import { Wire } from './wire.ts';

/** How to reach a server, and for how long and how much to bear with it. */
export type Pop3Options = Pop3Server & {
  timeouts?: Partial<Pop3Timeouts> | undefined;
  limits?: Partial<Pop3Limits> | undefined;
  /** Cancels the connecting and, afterwards, the session with whatever is under way: POP3 can only be cancelled by hanging up. */
  signal?: AbortSignal | undefined;
};

/**
 * Connects, verifies the server's certificate and name, and reads its greeting and capabilities.
 * Throws Pop3Error: `connection`, `timeout`, `tls`, `protocol`, `aborted`, or what the greeting refused with.
 */
export async function connectPop3(options: Pop3Options): Promise<Pop3Session> {
  const timeouts = { ...defaultTimeouts, ...options.timeouts };
  const limits = { ...defaultLimits, ...options.limits };
  const patience = { connectTimeout: timeouts.connect, signal: options.signal };
  const converse = (socket: Socket) =>
    new Dialogue(new Wire(socket, { timeouts, lineLimit: limits.line, signal: options.signal }), limits);

  if (options.tls === 'implicit') {
    return orHangUp(converse(await dialTls(options, patience)), async (dialogue) => {
      await greeting(dialogue);
      return ready(dialogue);
    });
  }
  const plain = await orHangUp(converse(await dialPlain(options, patience)), consentToTls);
  // A new dialogue: nothing that came without TLS lives on in it.
  return orHangUp(converse(await wrapInTls(options, plain, patience)), ready);
}

async function consentToTls(dialogue: Dialogue): Promise<Socket> {
  await greeting(dialogue);
  dialogue.send('STLS');
  await dialogue.expect('STLS', 'tls');
  return dialogue.wire.release();
}

async function greeting(dialogue: Dialogue): Promise<void> {
  await dialogue.expect('the connection');
}

async function ready(dialogue: Dialogue): Promise<Pop3Session> {
  const session = new Pop3Session(dialogue);
  await session.readCapabilities();
  return session;
}

async function orHangUp<T>(dialogue: Dialogue, begin: (dialogue: Dialogue) => Promise<T>): Promise<T> {
  try {
    return await begin(dialogue);
  } catch (error) {
    dialogue.wire.close();
    throw error;
  }
}
