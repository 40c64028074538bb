import { describe, expect, it } from 'vitest';
import { apiClient } from './client.ts';
import { Problem } from './problem.ts';

const json = (body: unknown, status = 200, type = 'application/json') =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': type } });

/** A client whose requests end here; each gets the next of these answers. */
function clientWith(...answers: (Response | Error)[]) {
  const sent: Request[] = [];
  const fetch = async (input: RequestInfo | URL, init?: RequestInit) => {
    sent.push(new Request(`http://page${String(input)}`, init));
    const answer = answers.shift();
    if (!answer || answer instanceof Error) throw answer ?? new Error('asked too often');
    return answer;
  };
  return { client: apiClient({ fetch }), sent };
}

const SESSION = { user: { name: 'Sam', role: 'caseWorker' }, csrfToken: 'abc' };

describe('the client', () => {
  it('sends the token of the session with what changes something, and not with what reads', async () => {
    const { client, sent } = clientWith(json(SESSION), json({ items: [] }), json({ id: '1' }, 201));

    await client.readSession();
    await client.get('/cases');
    await client.post('/cases/1/messages', { body: { text: 'Dag' } });

    expect(sent.map((request) => request.headers.get('x-csrf-token'))).toEqual([null, null, 'abc']);
  });

  it('sends the key of a form and the version that was seen', async () => {
    const { client, sent } = clientWith(json({ id: '1' }, 201), json({}));

    await client.post('/cases/1/messages', { body: {}, idempotencyKey: 'key-1' });
    await client.patch('/scheduled-emails/1', { body: {}, version: 4 });

    expect(sent[0]?.headers.get('idempotency-key')).toBe('key-1');
    expect(sent[1]?.headers.get('if-match')).toBe('"4"');
  });

  it('throws the problem that the API describes', async () => {
    const details = {
      title: 'Invalid',
      status: 400,
      code: 'invalid',
      detail: 'Correct caseNumber.',
      errors: [{ field: 'caseNumber', message: 'is resolved' }],
    };
    const { client } = clientWith(json(details, 400, 'application/problem+json'));

    const problem = await client.post('/x').catch((error: unknown) => error);

    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({
      status: 400,
      code: 'invalid',
      detail: 'Correct caseNumber.',
      errors: details.errors,
    });
  });

  it('makes a problem of an answer that is no problem document', async () => {
    const { client } = clientWith(new Response('<h1>Bad gateway</h1>', { status: 502 }));

    await expect(client.get('/cases')).rejects.toMatchObject({ status: 502, errors: [] });
  });

  it('makes a problem of no answer, and lets an abort be an abort', async () => {
    const abort = new DOMException('aborted', 'AbortError');
    const { client } = clientWith(new TypeError('fetch failed'), abort);

    await expect(client.get('/cases')).rejects.toMatchObject({ status: 0, code: 'unreachable' });
    await expect(client.get('/cases')).rejects.toBe(abort);
  });

  it('says that the session is over, but not while somebody signs in', async () => {
    const refused = () => json({ status: 401 }, 401, 'application/problem+json');
    const { client } = clientWith(refused(), refused());
    const over: string[] = [];
    client.onSignedOut = () => over.push('over');

    await client.signIn('sam', 'wrong').catch(() => undefined);
    expect(over).toEqual([]);

    await client.get('/cases').catch(() => undefined);
    expect(over).toEqual(['over']);
  });

  it('takes an empty answer', async () => {
    const { client } = clientWith(new Response(null, { status: 204 }));

    await expect(client.post('/inbound-messages/1/to-intake', { body: {} })).resolves.toBeUndefined();
  });
});
