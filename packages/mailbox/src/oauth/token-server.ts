import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type KeyPair, testCertificates } from '@zaakpost/testing';

/** What a token server answers. */
export type TokenAnswer = { status?: number; body: string | object; headers?: Record<string, string> };

/** Where it is, and every form it was sent. */
export interface TokenServer {
  tokenUrl: string;
  ca: string;
  asked: URLSearchParams[];
}

/** For tests: a token server over HTTPS; `answer` gives what it says to each form, or plays on the response by itself. */
export async function withTokenServer<T>(
  answer: (form: URLSearchParams, asked: number, response: ServerResponse) => TokenAnswer | undefined,
  use: (server: TokenServer) => Promise<T>,
  keyPair?: KeyPair,
): Promise<T> {
  const { ca, server: right } = await testCertificates();
  const asked: URLSearchParams[] = [];
  const listen = async (request: IncomingMessage, response: ServerResponse) => {
    const form = new URLSearchParams(await text(request));
    asked.push(form);
    const given = answer(form, asked.length, response);
    if (!given) return;
    response.writeHead(given.status ?? 200, { 'content-type': 'application/json', ...given.headers });
    response.end(typeof given.body === 'string' ? given.body : JSON.stringify(given.body));
  };
  const server = createServer(keyPair ?? right, (request, response) => void listen(request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    return await use({ tokenUrl: `https://localhost:${port}/tenant/token`, ca, asked });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
