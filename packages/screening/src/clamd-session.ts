import { connect, type Socket } from 'node:net';
import { type Bytes, UnavailableError } from '@zaakpost/domain';

/** Where clamd listens on TCP. */
export interface ClamdAddress {
  host: string;
  port: number;
}

const LONGEST_ANSWER = 4_096;
const NUL = '\0';

/**
 * One command to clamd over a connection of its own, and its answer without the closing NUL.
 * With `body`, the chunks follow the command as INSTREAM wants them: each after its length in four bytes, an empty one last.
 * Where it is a mail, a connection that breaks after it was made broke over this mail.
 *
 * @throws UnavailableError('clamd-away' | 'clamd-garbled'); the reason of `signal`; whatever `body` throws.
 * @see clamd(8): commands with the prefix `z` and their answers end in NUL.
 */
export async function askClamd(
  address: ClamdAddress,
  command: 'PING' | 'VERSION' | 'INSTREAM',
  { body, isMail = false, signal }: { body?: AsyncIterable<Uint8Array>; isMail?: boolean; signal: AbortSignal },
): Promise<string> {
  signal.throwIfAborted();
  const socket = connect(address);
  const stop = () => socket.destroy();
  signal.addEventListener('abort', stop, { once: true });
  const answer = readAnswer(socket, isMail);
  // Awaited below; until then a broken connection must not count as unhandled.
  answer.catch(() => undefined);
  try {
    await write(socket, Buffer.from(`z${command}${NUL}`));
    let whole = body === undefined;
    const sent = body && writeChunks(socket, body).then(() => (whole = true));
    const heard = await Promise.race([answer, sent?.then(() => answer) ?? answer]);
    if (!whole && heard.endsWith('OK')) throw garbled('given before the whole mail was sent');
    return heard;
  } catch (cause) {
    signal.throwIfAborted();
    throw cause;
  } finally {
    signal.removeEventListener('abort', stop);
    socket.destroy();
  }
}

/**
 * Whether clamd takes a stream of `size` bytes: it refuses one over its StreamMaxLength as soon as it is told the length,
 * so that nothing has to be sent. Closed without a word means that it would have taken it.
 *
 * @throws UnavailableError('clamd-away' | 'clamd-garbled'); the reason of `signal`.
 */
export async function takesStreamOf(address: ClamdAddress, size: Bytes, signal: AbortSignal): Promise<boolean> {
  signal.throwIfAborted();
  const socket = connect(address);
  const stop = () => socket.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const answer = await new Promise<string>((resolve, reject) => {
      let heard = '';
      socket.setEncoding('latin1');
      socket.on('data', (text: string) => {
        heard = (heard + text).slice(0, LONGEST_ANSWER);
      });
      socket.once('error', (cause) => reject(away(cause)));
      socket.once('close', () => resolve(heard));
      socket.write(Buffer.from(`zINSTREAM${NUL}`));
      socket.end(length(size));
    });
    signal.throwIfAborted();
    if (answer === '') return true;
    if (answer.includes('size limit exceeded')) return false;
    throw garbled('not one to the length of a stream');
  } finally {
    signal.removeEventListener('abort', stop);
    socket.destroy();
  }
}

/** Whatever clamd says first counts: over its size limit it answers and closes while we are still writing. */
function readAnswer(socket: Socket, isMail: boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = '';
    let answered = false;
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      heard += text;
      const end = heard.indexOf(NUL);
      answered ||= end >= 0;
      if (end >= 0) resolve(heard.slice(0, end).trim());
      else if (heard.length > LONGEST_ANSWER) reject(garbled('more than 4,096 characters without an end'));
      if (end >= 0 || heard.length > LONGEST_ANSWER) socket.destroy();
    });
    let overThis = false;
    socket.once('connect', () => {
      overThis = isMail;
    });
    socket.once('error', (cause) => reject(away(cause, overThis)));
    // An error costs its stack, and most answers have come by then.
    socket.once('close', () => {
      if (!answered) reject(heard === '' ? away(undefined, overThis) : garbled('broken off in the middle'));
    });
  });
}

async function writeChunks(socket: Socket, body: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of body) {
    if (socket.destroyed) return;
    if (chunk.length === 0) continue;
    socket.cork();
    socket.write(length(chunk.length));
    const written = write(socket, chunk);
    socket.uncork();
    await written;
  }
  if (!socket.destroyed) await write(socket, length(0));
}

function length(of: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(of);
  return bytes;
}

/** Waits until the socket takes more. A broken connection ends the wait; the answer, if any, says what happened. */
function write(socket: Socket, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed || socket.write(bytes)) return resolve();
    const go = () => {
      socket.off('drain', go).off('close', go);
      resolve();
    };
    socket.on('drain', go).on('close', go);
  });
}

const away = (cause?: unknown, overThis = false) =>
  new UnavailableError('clamd-away', {
    message:
      'clamd cannot be reached, or closed the connection without an answer. Start it, or set CLAMD_HOST and CLAMD_PORT.',
    scope: 'stage',
    overThis,
    cause,
  });

const garbled = (what: string) =>
  new UnavailableError('clamd-garbled', { message: `clamd's answer was ${what}.`, scope: 'stage' });
