import { expect, test } from 'vitest';
import { type Visit, withApi } from '../with-api.ts';

const settings = {
  protocol: 'pop3s',
  host: 'mail.example.nl',
  port: 995,
  userName: 'info',
  password: 'zeer geheim',
};

interface Profile {
  id: string;
  settings: Record<string, unknown>;
  secretsSet: string[];
}

test('a secret goes in and never comes out, and stays when it is left out', () =>
  withApi(async ({ parts, as }) => {
    const administrator = await as('administrator');
    const made = await create(administrator);

    const answer = await administrator.send(
      'PUT',
      `/api/v1/profiles/${made.id}`,
      { name: 'Post', active: true, settings: { ...settings, password: undefined, userName: 'loket' } },
      { 'if-match': '"1"' },
    );

    expect(made).toMatchObject({ secretsSet: ['password'], settings: { host: 'mail.example.nl' } });
    expect(made.settings).not.toHaveProperty('password');
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, '"2"']);
    expect(await parts.profiles.load('pop3Mailbox', made.id)).toMatchObject({
      settings: { userName: 'loket', password: 'zeer geheim' },
    });
    const seen = [await administrator.get('/api/v1/profiles'), await administrator.get('/api/v1/audit')];
    expect(JSON.stringify(seen)).not.toContain('geheim');
  }));

test('a profile is changed by who saw its last version', () =>
  withApi(async ({ as }) => {
    const administrator = await as('administrator');
    const { id } = await create(administrator);
    const change = async (headers: Record<string, string>) =>
      (await administrator.send('PUT', `/api/v1/profiles/${id}`, { name: 'Post', active: false, settings }, headers))
        .status;

    expect(await change({})).toBe(428);
    expect(await change({ 'if-match': '"7"' })).toBe(412);
    expect(await change({ 'if-match': '"1"' })).toBe(200);
  }));

test('what is wrong with each setting is said on its field, and nothing is written', () =>
  withApi(async ({ as }) => {
    const administrator = await as('administrator');

    const answer = await administrator.send('POST', '/api/v1/profiles', {
      type: 'pop3Mailbox',
      name: 'Post',
      active: true,
      settings: { ...settings, port: 99_999, host: ' ', password: undefined },
    });

    const { status, errors } = (await answer.json()) as { status: number; errors: { field: string }[] };
    expect([status, errors.map(({ field }) => field).sort()]).toEqual([
      400,
      ['settings.host', 'settings.password', 'settings.port'],
    ]);
    expect(await administrator.get('/api/v1/profiles')).toEqual({ items: [], nextCursor: null });
  }));

test('the secrets inside of a setting are told by their paths, and go with the setting', () =>
  withApi(async ({ as }) => {
    const administrator = await as('administrator');
    const externalServer = { host: 'smtp.example.nl', userName: 'post', password: 'zeer geheim' };
    const outgoing = { senderAddress: 'info@example.nl', senderName: 'Gemeente' };
    const form = { name: 'Uit', active: true };

    const answer = await administrator.send('POST', '/api/v1/profiles', {
      ...{ ...form, type: 'outgoingMail', settings: { ...outgoing, externalServer } },
    });
    const made = (await answer.json()) as Profile;
    const shown = await administrator.fetch(`/api/v1/profiles/${made.id}`);
    const without = await administrator.send(
      'PUT',
      `/api/v1/profiles/${made.id}`,
      { ...form, settings: outgoing },
      { 'if-match': String(shown.headers.get('etag')) },
    );

    expect(await shown.json()).toMatchObject({
      secretsSet: ['externalServer.password'],
      settings: { externalServer: { host: 'smtp.example.nl', port: 587, userName: 'post' } },
    });
    expect(await without.json()).toMatchObject({ secretsSet: [], settings: { externalServer: null } });
  }));

test('the list tells the health of each profile and none of its settings', () =>
  withApi(async ({ parts, as }) => {
    const administrator = await as('administrator');
    const { id } = await create(administrator);
    await parts.profiles.health(id, { ok: false, code: 'pop3-login-refused' });

    const { items } = await administrator.get<{ items: Profile[] }>('/api/v1/profiles');

    expect(items).toMatchObject([
      { id, type: 'pop3Mailbox', health: { lastSuccessAt: null, lastErrorCode: 'pop3-login-refused' } },
    ]);
    expect(items[0]).not.toHaveProperty('settings');
  }));

test('who adds or changes a profile is written down', () =>
  withApi(async ({ as }) => {
    const administrator = await as('administrator');
    const { id } = await create(administrator);
    await administrator.send(
      'PUT',
      `/api/v1/profiles/${id}`,
      { name: 'Post', active: false, settings },
      { 'if-match': '"1"' },
    );

    const { items } = await administrator.get<{ items: Record<string, unknown>[] }>('/api/v1/audit');

    expect(items.map(({ action, subjectId, actor }) => [action, subjectId, actor])).toEqual([
      ['profile.changed', id, 'Sam (administrator)'],
      ['profile.created', id, 'Sam (administrator)'],
    ]);
  }));

async function create(visit: Visit): Promise<Profile> {
  const body = { type: 'pop3Mailbox', name: 'Post', active: true, settings };
  const answer = await visit.send('POST', '/api/v1/profiles', body);
  expect(answer.status).toBe(201);
  return (await answer.json()) as Profile;
}
