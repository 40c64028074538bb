import { z } from 'zod';
import { hours } from './duration.ts';
import { host, pem, port } from './server-settings.ts';

/**
 * How a mailbox gets its access tokens. Microsoft 365 gives them to the application itself (`clientCredentials`) or on
 * behalf of a user (`refreshToken`); Google for a user, or to a service account that may act as one (`serviceAccount`).
 */
const oauthSettings = z
  .object({
    provider: z.enum(['microsoft', 'google']).default('microsoft'),
    grant: z.enum(['clientCredentials', 'refreshToken', 'serviceAccount']).default('clientCredentials'),
    /** Microsoft's directory: its id or one of its domains. */
    tenant: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{0,252}$/iu)
      .nullable()
      .default(null),
    /** Of a service account its e-mail address. */
    clientId: z.string().trim().min(1).max(300),
    clientSecret: z.string().max(2_000).nullable().default(null),
    refreshToken: z.string().max(10_000).nullable().default(null),
    /** Of a service account, in PEM. */
    privateKey: z
      .union([pem, z.literal('')])
      .nullable()
      .default(null),
    /** Space between them; null: what the provider wants for POP3. */
    scopes: z.string().trim().min(1).max(1_000).nullable().default(null),
    /** Where tokens are asked for, where it is not where the provider has it. */
    tokenUrl: z
      .url({ protocol: /^https$/u })
      .max(1_000)
      .nullable()
      .default(null),
    /** PEM of the authority that vouches for that server, where it is not a public one. */
    ca: pem.nullable().default(null),
    /** The token on the AUTH line itself, as Google takes it; Exchange wants two lines. */
    oneLine: z.boolean().default(false),
  })
  .superRefine((settings, context) => {
    const missing = (name: keyof typeof settings) =>
      context.addIssue({ code: 'custom', path: [name], message: 'Must be filled in for this way to get tokens.' });
    if (settings.provider === 'microsoft' && !settings.tenant && !settings.tokenUrl) missing('tenant');
    // A process without a key reads each secret as empty: only what is not there at all is missing.
    if (settings.grant === 'clientCredentials' && settings.clientSecret === null) missing('clientSecret');
    if (settings.grant === 'refreshToken' && settings.refreshToken === null) missing('refreshToken');
    if (settings.grant === 'serviceAccount' && settings.privateKey === null) missing('privateKey');
  });
export type OauthSettings = z.infer<typeof oauthSettings>;

/** Pop3Mailbox: POP3S or POP3 with STLS, never plain text. */
export const pop3MailboxSettings = z
  .object({
    protocol: z.enum(['pop3s', 'stls']),
    host,
    port,
    userName: z.string().min(1).max(320),
    authentication: z.enum(['password', 'oauth']).default('password'),
    password: z.string().max(2_000).nullable().default(null),
    oauth: oauthSettings.nullable().default(null),
    ca: pem.nullable().default(null),
    /** The address of ours that this mailbox stands for, where mail in it is for one address only. */
    address: z.email().nullable().default(null),
    maximumSizeMb: z.number().int().min(1).max(150).default(50),
    pollSeconds: z.number().int().min(1).max(86_400).default(60),
    /** What becomes of a mail on the server once it is on record here. */
    afterFetch: z.enum(['delete', 'leave']).default('delete'),
    /** When mail is left: how long, in days from when it was stored; null: for ever. */
    deleteAfterDays: z.number().int().min(1).max(365).nullable().default(null),
    /** After how many hours without mail the mailbox is shown as silent; null: never. */
    silentAfterHours: z.number().int().min(1).max(8_760).nullable().default(48),
  })
  .superRefine(({ authentication, password, oauth }, context) => {
    const missing = (name: string) => context.addIssue({ code: 'custom', path: [name], message: 'Must be filled in.' });
    if (authentication === 'password' && password === null) missing('password');
    if (authentication === 'oauth' && oauth === null) missing('oauth');
  });
export type Pop3MailboxSettings = z.infer<typeof pop3MailboxSettings>;

/** Since when a mailbox has been silent for longer than it may; null when it is switched off, or may be silent. */
export function silentSince(
  mailbox: { active: boolean; silentAfterHours: number | null; lastMailAt: Date | null; createdAt: Date },
  now: Date,
): Date | null {
  const { active, silentAfterHours: allowed, lastMailAt, createdAt } = mailbox;
  if (!active || allowed === null) return null;
  const since = lastMailAt ?? createdAt;
  return now.getTime() - since.getTime() > hours(allowed) ? since : null;
}
