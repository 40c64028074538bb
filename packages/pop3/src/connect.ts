import type { Socket } from 'node:net';
import { certificateOf, type Pop3Certificate } from './certificate.ts';
import { dialPlain, type Patience, type Pop3Server, wrapInTls } from './dial.ts';
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
  /** Hears how far connecting has come: TCP is there, the server is ready for TLS, TLS is there and trusted. */
  progress?: ((reached: 'connected' | 'readyForTls' | 'secured') => void) | undefined;
};

/**
 * Connects, verifies the server's certificate and name, and reads its greeting and capabilities.
 * Throws Pop3Error: `connection`, `timeout`, `tls`, `protocol`, `aborted`, or what the greeting refused with.
 */
export async function connectPop3(options: Pop3Options): Promise<Pop3Session> {
  const how = patienceOf(options);
  const plain = await dialPlain(options, how);
  options.progress?.('connected');
  const ready = options.tls === 'stls' ? await orHangUp(converse(plain, options), consentToTls) : plain;
  options.progress?.('readyForTls');
  const secured = await wrapInTls(options, ready, how);
  options.progress?.('secured');
  // A new dialogue: nothing that came without TLS lives on in it.
  return orHangUp(converse(secured, options), async (dialogue) => {
    if (options.tls === 'implicit') await greeting(dialogue);
    const session = new Pop3Session(dialogue, certificateOf(secured));
    await session.readCapabilities();
    return session;
  });
}

/**
 * Looks at a server's certificate without trusting it, to tell a person what is wrong with it: connects, asks for STLS
 * where that is the way, and hangs up after the handshake. Nothing is ever said inside such a connection. Throws Pop3Error.
 */
export async function readCertificate(options: Pop3Options): Promise<Pop3Certificate | undefined> {
  const how = patienceOf(options);
  const plain = await dialPlain(options, how);
  const ready = options.tls === 'stls' ? await orHangUp(converse(plain, options), consentToTls) : plain;
  const secured = await wrapInTls(options, ready, { ...how, verify: false });
  const certificate = certificateOf(secured);
  secured.destroy();
  return certificate;
}

const patienceOf = ({ timeouts, signal }: Pop3Options): Patience => ({
  connectTimeout: timeouts?.connect ?? defaultTimeouts.connect,
  signal,
});

function converse(socket: Socket, options: Pop3Options): Dialogue {
  const limits = { ...defaultLimits, ...options.limits };
  const timeouts = { ...defaultTimeouts, ...options.timeouts };
  return new Dialogue(new Wire(socket, { timeouts, lineLimit: limits.line, signal: options.signal }), limits);
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

async function orHangUp<T>(dialogue: Dialogue, begin: (dialogue: Dialogue) => Promise<T>): Promise<T> {
  try {
    return await begin(dialogue);
  } catch (error) {
    dialogue.wire.close();
    throw error;
  }
}
