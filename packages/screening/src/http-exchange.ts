import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { request as requestSecurely } from 'node:https';

/** What is asked of a server. */
export interface HttpQuestion {
  method: 'GET' | 'POST';
  headers?: Record<string, string>;
  /** Sent as it comes; the headers say how long it is. */
  body?: AsyncIterable<Uint8Array>;
  signal: AbortSignal;
}

/**
 * One question over a connection of its own, and what is answered to it, which may come before all is sent. `fetch` would
 * take as much of the processor again for its web streams as sending a mail costs.
 *
 * @throws what the connection, the parser of HTTP (`HPE_...`) or `body` throws; the reason of `signal`.
 */
export async function httpExchange(
  url: URL,
  { method, headers = {}, body, signal }: HttpQuestion,
): Promise<IncomingMessage> {
  signal.throwIfAborted();
  const ask = url.protocol === 'https:' ? requestSecurely : request;
  const asking = ask(url, { method, headers, signal, agent: false });
  const heard = { answer: false };
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    asking.once('response', (response) => {
      heard.answer = true;
      resolve(response);
    });
    asking.on('error', reject);
  });
  // Awaited below; until then a broken connection must not count as unhandled.
  answered.catch(() => undefined);
  try {
    for await (const chunk of body ?? []) {
      if (heard.answer || asking.destroyed) break;
      if (!asking.write(chunk)) await drained(asking);
    }
    if (!heard.answer) asking.end();
    return await answered;
  } catch (error) {
    asking.destroy();
    signal.throwIfAborted();
    throw error;
  }
}

/** Waits until more is taken, or nothing will be. */
function drained(asking: ClientRequest): Promise<void> {
  if (asking.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const go = () => {
      asking.off('drain', go).off('close', go).off('response', go);
      resolve();
    };
    asking.on('drain', go).on('close', go).on('response', go);
  });
}
