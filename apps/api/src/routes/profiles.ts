import { randomUUID } from 'node:crypto';
import { PROFILE_SETTINGS, type ProfileType, type Tx, type User } from '@zaakpost/domain';
import type { Written } from '@zaakpost/store';
import { z } from 'zod';
import { changedMeanwhile, invalid } from '../http/problem.ts';
import { byId, json, route } from '../http/route.ts';
import { tryMailboxAnew } from '../acts/try-mailbox-anew.ts';
import type { ApiParts } from '../parts.ts';
import { line, profileHealth } from './schemas.ts';

const profileType = z
  .enum(Object.keys(PROFILE_SETTINGS) as [ProfileType, ...ProfileType[]])
  .meta({ id: 'ProfileType' });

const listItem = z
  .object({
    id: z.uuid(),
    type: profileType,
    name: z.string(),
    active: z.boolean(),
    version: z.int(),
    health: profileHealth,
  })
  .meta({ id: 'ProfileListItem' });

const profile = listItem
  .extend({
    settings: z.record(z.string(), z.unknown()).describe('Without its secrets.'),
    secretsSet: z.array(z.string()).describe('Paths of the secrets that are on record.'),
  })
  .meta({ id: 'Profile' });

const form = z.object({
  name: line(200),
  active: z.boolean(),
  settings: z.record(z.string(), z.unknown()).describe('By type; a secret that is absent keeps the old one.'),
});

const listProfiles = route({
  id: 'listProfiles',
  method: 'get',
  path: '/profiles',
  summary: 'The integration profiles with their health.',
  success: { status: 200, schema: z.object({ items: z.array(listItem), nextCursor: z.null() }) },
  run: async ({ parts }) => json({ items: await parts.views.settings.profiles(), nextCursor: null }),
});

const createProfile = route({
  id: 'createProfile',
  method: 'post',
  path: '/profiles',
  summary: 'Adds an integration profile.',
  body: form.extend({ type: profileType }),
  success: { status: 201, schema: profile },
  async run({ body, user, parts }) {
    const id = randomUUID();
    await write(parts, user, id, 'profile.created', (tx) => parts.desk.profiles.add(tx, { id, ...body }));
    return answerOf(parts, id);
  },
});

const readProfile = route({
  id: 'readProfile',
  method: 'get',
  path: '/profiles/{id}',
  summary: 'A profile without its secrets; the ETag is its version.',
  params: byId,
  success: { status: 200, schema: profile },
  run: ({ params, parts }) => answerOf(parts, params.id),
});

const replaceProfile = route({
  id: 'replaceProfile',
  method: 'put',
  path: '/profiles/{id}',
  summary: 'Replaces a profile.',
  params: byId,
  body: form,
  guarded: true,
  success: { status: 200, schema: profile },
  async run({ params: { id }, body, version, user, parts }) {
    await write(parts, user, id, 'profile.changed', (tx) => parts.desk.profiles.change(tx, { id, version, ...body }));
    await tryMailboxAnew(parts, id);
    return answerOf(parts, id);
  },
});

async function write(
  { database, audit }: ApiParts,
  user: User,
  id: string,
  action: string,
  change: (tx: Tx) => Promise<Written>,
): Promise<void> {
  await database.transaction(async (tx) => {
    const written = await change(tx);
    if (written.kind === 'invalid') throw invalid(written.problems);
    if (written.kind === 'changed') throw changedMeanwhile('This profile');
    await audit.record(tx, user, { action, subject: { kind: 'profile', id }, details: { version: written.version } });
  });
}

async function answerOf({ desk }: ApiParts, id: string) {
  const shown = await desk.profiles.show(id);
  return json(shown, { etag: `"${shown.version}"` });
}

export const profileRoutes = [listProfiles, createProfile, readProfile, replaceProfile];
