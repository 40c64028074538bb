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
      { name: 'Post', active: true, settings: { ...settings, password: undefined, host: 'pop.example.nl' } },
      { 'if-match': '"1"' },
    );

    expect(made).toMatchObject({ secretsSet: ['password'], settings: { host: 'mail.example.nl' } });
    expect(made.settings).not.toHaveProperty('password');
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, '"2"']);
    expect(await parts.profiles.load('pop3Mailbox', made.id)).toMatchObject({
      settings: { host: 'pop.example.nl', password: 'zeer geheim' },
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

test('what is wrong with a setting is said on its field', () =>
  withApi(async ({ as }) => {
    const administrator = await as('administrator');

    const answer = await administrator.send('POST', '/api/v1/profiles', {
      type: 'pop3Mailbox',
      name: 'Post',
      active: true,
      settings: { ...settings, port: 99_999 },
    });

    expect(await answer.json()).toMatchObject({ status: 400, errors: [{ field: 'settings.port' }] });
  }));

async function create(visit: Visit): Promise<Profile> {
  const body = { type: 'pop3Mailbox', name: 'Post', active: true, settings };
  const answer = await visit.send('POST', '/api/v1/profiles', body);
  expect(answer.status).toBe(201);
  return (await answer.json()) as Profile;
}
