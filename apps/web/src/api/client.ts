import type { Session } from './contract.ts';
import { Problem, problemOf } from './problem.ts';

export interface Ask {
  body?: unknown;
  /** One key per form, kept over retries: the API makes one mail of it. */
  idempotencyKey?: string;
  /** The version that was seen; the API refuses the edit when there is a newer one. */
  version?: number;
  signal?: AbortSignal;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Client {
  get<Answer>(path: string, signal?: AbortSignal): Promise<Answer>;
  post<Answer>(path: string, ask?: Ask): Promise<Answer>;
  put<Answer>(path: string, ask: Ask): Promise<Answer>;
  patch<Answer>(path: string, ask: Ask): Promise<Answer>;
  readSession(): Promise<Session>;
  signIn(userName: string, password: string): Promise<Session>;
  signOut(): Promise<void>;
  /** Called when the API no longer knows the session. */
  onSignedOut: (() => void) | null;
}

interface Wiring {
  fetch: typeof fetch;
  base?: string;
}

/** Knows the CSRF token, which lives as long as the page; the session itself is a cookie that no script can read. */
export function apiClient({ fetch, base = '/api/v1' }: Wiring): Client {
  let csrfToken = '';

  async function request<Answer>(method: Method, path: string, ask: Ask = {}): Promise<Answer> {
    const response = await reach(() => fetch(`${base}${path}`, init(method, ask, csrfToken)));
    if (!response.ok) {
      if (response.status === 401 && !path.startsWith('/session')) client.onSignedOut?.();
      throw await problemOf(response);
    }
    const hasBody = response.status !== 204 && response.headers.get('content-type')?.includes('json');
    return (hasBody ? await response.json() : undefined) as Answer;
  }

  async function openSession(answer: Promise<Session>): Promise<Session> {
    const session = await answer;
    csrfToken = session.csrfToken;
    return session;
  }

  const client: Client = {
    get: (path, signal) => request('GET', path, signal ? { signal } : {}),
    post: (path, ask) => request('POST', path, ask),
    put: (path, ask) => request('PUT', path, ask),
    patch: (path, ask) => request('PATCH', path, ask),
    readSession: () => openSession(request('GET', '/session')),
    signIn: (userName, password) => openSession(request('POST', '/session', { body: { userName, password } })),
    signOut: () => request('DELETE', '/session'),
    onSignedOut: null,
  };
  return client;
}

function init(method: Method, { body, idempotencyKey, version, signal }: Ask, csrfToken: string): RequestInit {
  const headers = new Headers({ accept: 'application/json, application/problem+json' });
  if (method !== 'GET' && csrfToken) headers.set('x-csrf-token', csrfToken);
  if (body !== undefined) headers.set('content-type', 'application/json');
  if (idempotencyKey) headers.set('idempotency-key', idempotencyKey);
  if (version !== undefined) headers.set('if-match', `"${version}"`);
  return {
    method,
    headers,
    credentials: 'same-origin',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  };
}

async function reach(send: () => Promise<Response>): Promise<Response> {
  try {
    return await send();
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new Problem(0, { title: 'The server did not answer.', code: 'unreachable' }, cause);
  }
}
