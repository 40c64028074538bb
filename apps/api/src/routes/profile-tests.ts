import { MAILBOX_TEST_CODES, MAILBOX_TEST_STEPS, type MailboxTest, type User } from '@zaakpost/domain';
import type { ToTry } from '@zaakpost/store';
import { z } from 'zod';
import { invalid } from '../http/problem.ts';
import { byId, type Call, json, route } from '../http/route.ts';

const mailboxTest = z
  .object({
    ok: z.boolean(),
    steps: z.array(
      z.object({
        step: z.enum(MAILBOX_TEST_STEPS),
        code: z.enum(MAILBOX_TEST_CODES),
        message: z.string().describe('In English; what is wrong, and how to mend it.'),
      }),
    ),
    certificate: z
      .object({ validFrom: z.date(), validTo: z.date(), names: z.array(z.string()) })
      .nullable()
      .describe("The server's, as far as it could be seen, trusted or not."),
    capabilities: z.array(z.string()),
    mails: z.object({ count: z.int(), bytes: z.int() }).nullable(),
  })
  .meta({ id: 'MailboxTest' });

const testProfile = route({
  id: 'testProfile',
  method: 'post',
  path: '/profiles/{id}/test',
  summary: 'Tries a mailbox as it is on record, step by step; reads, deletes and changes no mail. Up to 45 seconds.',
  params: byId,
  success: { status: 200, schema: mailboxTest },
  async run(call) {
    const { id } = call.params;
    return json(await tried(call, id, await call.parts.desk.profiles.mailboxToTry({ id })));
  },
});

const testProfileSettings = route({
  id: 'testProfileSettings',
  method: 'post',
  path: '/profiles/test',
  summary: 'Tries the settings of a mailbox before they are written, step by step. Up to 45 seconds.',
  body: z.object({
    type: z.literal('pop3Mailbox'),
    id: z.uuid().nullable().default(null).describe('The profile whose secrets are used where they are absent.'),
    settings: z.record(z.string(), z.unknown()),
  }),
  success: { status: 200, schema: mailboxTest },
  async run(call) {
    const { id, settings } = call.body;
    return json(await tried(call, id, await call.parts.desk.profiles.mailboxToTry({ id, settings })));
  },
});

type Asking = Pick<Call<unknown, unknown, unknown>, 'parts' | 'user' | 'request'>;

async function tried({ parts, user, request }: Asking, id: string | null, toTry: ToTry): Promise<MailboxTest> {
  if (toTry.kind === 'invalid') throw invalid(toTry.problems);
  const { settings, version } = toTry;
  const left = new AbortController();
  request.res?.once('close', () => left.abort());
  const result = await parts.mailboxes.test(settings, {
    signal: left.signal,
    renewed: async (token) => {
      if (id === null || version === null) return;
      await parts.database.transaction((tx) => parts.profiles.tokenRenewed(tx, { id, version }, token));
    },
  });
  await note(parts, user, id, result);
  return result;
}

async function note({ audit }: Asking['parts'], user: User, id: string | null, { ok, steps }: MailboxTest) {
  const failed = steps.find(({ code }) => code !== 'ok' && code !== 'skipped');
  await audit.note(user, {
    action: 'profile.tested',
    subject: { kind: 'profile', id: id ?? 'new' },
    details: { ok, ...(failed && { step: failed.step, code: failed.code }) },
  });
}

export const profileTestRoutes = [testProfile, testProfileSettings];
