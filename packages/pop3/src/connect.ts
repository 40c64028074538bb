import type { Socket } from 'node:net';
import { certificateOf, type Pop3Certificate } from './certificate.ts';
import { cancelled, dialPlain, dialTls, type Patience, type Pop3Server, type Secured, wrapInTls } from './dial.ts';
import { Dialogue } from './dialogue.ts';
import type { Intake } from './intake.ts';
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
  const { socket, intake } = await secured(options, { verify: true, progress: options.progress });
  options.progress?.('secured');
  // A new dialogue: nothing that came without TLS lives on in it.
  return orHangUp(converse(socket, options, intake), async (dialogue) => {
    if (options.tls === 'implicit') await greeting(dialogue);
    const session = new Pop3Session(dialogue, certificateOf(socket));
    await session.readCapabilities();
    return session;
  });
}

/**
 * Looks at a server's certificate without trusting it, to tell a person what is wrong with it: connects, asks for STLS
 * where that is the way, and hangs up after the handshake. Nothing is ever said inside such a connection. Throws Pop3Error.
 */
export async function readCertificate(options: Pop3Options): Promise<Pop3Certificate | undefined> {
  const { socket } = await secured(options, { verify: false });
  const certificate = certificateOf(socket);
  socket.destroy();
  return certificate;
}

type Securing = { verify: boolean; progress?: Pop3Options['progress'] };

async function secured(options: Pop3Options, { verify, progress }: Securing): Promise<Secured> {
  const { signal } = options;
  const patience: Patience = { connectTimeout: options.timeouts?.connect ?? defaultTimeouts.connect, signal };
  if (signal?.aborted) throw cancelled(signal);
  if (options.tls === 'implicit') {
    const connected = () => {
      progress?.('connected');
      progress?.('readyForTls');
    };
    return dialTls(options, { patience, verify, connected });
  }
  const plain = await dialPlain(options, patience);
  progress?.('connected');
  const ready = await orHangUp(converse(plain, options), consentToTls);
  progress?.('readyForTls');
  return wrapInTls(options, ready, { patience, verify });
}

function converse(socket: Socket, options: Pop3Options, intake?: Intake): Dialogue {
  const limits = { ...defaultLimits, ...options.limits };
  const timeouts = { ...defaultTimeouts, ...options.timeouts };
  const wire = new Wire(socket, { timeouts, lineLimit: limits.line, signal: options.signal }, intake);
  return new Dialogue(wire, limits);
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
